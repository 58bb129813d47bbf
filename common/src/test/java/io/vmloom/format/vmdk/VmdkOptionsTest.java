package io.vmloom.format.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VmdkOptionsTest {
    @ParameterizedTest
    @ValueSource(strings = {"streamoptimized", "custom", "vmfsSparse"})
    void anotherSubformatIsRefusedWithAdvice(String subformat) {
        assertThatThrownBy(() -> design(1 << 20, Map.of("subformat", subformat)))
                .isInstanceOf(RequestException.class)
                .hasMessage("out.vmdk: unknown vmdk subformat '" + subformat + "'; known are monolithicSparse,"
                        + " streamOptimized, monolithicFlat, twoGbMaxExtentSparse, twoGbMaxExtentFlat, vmfs");
    }

    @Test
    void monolithicSparseIsTheDefaultAsInQemuImg() {
        assertThat(design(1 << 20, Map.of())).isInstanceOf(MonolithicSparseDesign.class);
        assertThat(design(1 << 20, Map.of("subformat", "monolithicSparse"))).isEqualTo(design(1 << 20, Map.of()));
    }

    @Test
    void aCompressionLevelMeansNothingWithoutCompression() {
        assertThatThrownBy(() -> design(1 << 20, Map.of("compression_level", "6")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("means nothing without subformat=streamOptimized");
    }

    @ParameterizedTest
    @CsvSource({
        "adapter_type, scsi, 'adapter_type must be ide, lsilogic, buslogic or legacyESX'",
        "hwversion, v13, hwversion must be a number",
        "hwversion, '4\"', hwversion must be a number",
        "toolsversion, 12345678901, toolsversion must be a number",
        "compression_level, 13, compression_level must be 0 to 12",
        "compression_level, -1, compression_level must be 0 to 12",
        "compat6, on, unknown vmdk option 'compat6'"
    })
    void aWrongOptionIsRefusedByName(String name, String value, String reason) {
        assertThatThrownBy(() -> design(1 << 20, Map.of("subformat", "streamOptimized", name, value)))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void theSizeIsRoundedUpToASector() {
        assertThat(stream(1).virtualBytes()).isEqualTo(512);
        assertThat(stream(512).virtualBytes()).isEqualTo(512);
        assertThat(stream((64 << 10) + 513).virtualBytes()).isEqualTo((64 << 10) + 1024);
    }

    @Test
    void anEmptyDiskIsAWrongRequest() {
        assertThatThrownBy(() -> stream(0)).isInstanceOf(RequestException.class).hasMessageContaining("empty disk");
    }

    @Test
    void aDiskBeyondTheDirectorysLimitIsTooLarge() {
        assertThat(stream(128L << 40).virtualBytes()).isEqualTo(128L << 40);
        assertThatThrownBy(() -> stream((128L << 40) + 1))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("128.0 TiB");
    }

    private static TargetDesign stream(long virtualBytes) {
        return design(virtualBytes, Map.of("subformat", "streamOptimized"));
    }

    private static TargetDesign design(long virtualBytes, Map<String, String> options) {
        return new VmdkTarget().design(new TargetRequest("out.vmdk", virtualBytes, options, "seed"));
    }
}
