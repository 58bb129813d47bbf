package io.vmloom.format.vdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.layout.Arrangement;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.task.EncoderSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VdiOptionsTest {
    @ParameterizedTest
    @CsvSource({"on, IDENTITY", "true, IDENTITY", "off, FREE", "false, FREE"})
    void staticDecidesWhetherBlocksStandAtTheirOwnPlaces(String value, Arrangement arrangement) {
        assertThat(design(1 << 20, Map.of("static", value)).arrangement()).isEqualTo(arrangement);
    }

    @Test
    void aDynamicImageIsTheDefault() {
        TargetDesign design = design(1 << 20, Map.of());

        assertThat(design.encoder()).isEqualTo(new EncoderSpec.PackedPlain(1 << 20));
        assertThat(design.tailBytes()).isZero();
    }

    @Test
    void aFixedImageEndsWithAWholeBlock() {
        assertThat(design(1000, Map.of("static", "on")).tailBytes()).isEqualTo((1 << 20) - 1000);
    }

    @ParameterizedTest
    @CsvSource({
        "static, yes, 'static must be on or off, got: ''yes'''",
        "cluster_size, 2M, 'unknown vdi option ''cluster_size''; known is static'"
    })
    void aWrongOptionIsRefusedByName(String name, String value, String reason) {
        assertThatThrownBy(() -> design(1 << 20, Map.of(name, value)))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("out.vdi")
                .hasMessageContaining(reason);
    }

    @Test
    void aDiskWhoseMapQemuWouldNotLoadIsTooLarge() {
        long largest = 0x1fffff80L << 20;
        assertThat(design(largest, Map.of()).virtualBytes()).isEqualTo(largest);
        assertThatThrownBy(() -> design(largest + 1, Map.of()))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("512.0 TiB");
    }

    private static TargetDesign design(long virtualBytes, Map<String, String> options) {
        return new VdiTarget().design(new TargetRequest("out.vdi", virtualBytes, options, "seed"));
    }
}
