package io.vmloom.format.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.ImageException;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.PatchedBytes;
import io.vmloom.testing.TestSource;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The footer and its copy in front tell the same again, whichever of them was lost. */
class VhdRepairerTest {
    /** The fixture with damage that a reader goes around. */
    static Stream<VhdFixture> damaged() {
        return Stream.of(
                VhdFixture.dynamic().u8(VhdFixture.FOOTER_AT + 100, 1),
                VhdFixture.dynamic().text(VhdFixture.FOOTER_AT, "no cookie"),
                VhdFixture.dynamic().cutTo(VhdFixture.FOOTER_AT),
                VhdFixture.dynamic().u8(100, 1),
                VhdFixture.dynamic().text(0, "no cookie"),
                VhdFixture.dynamic().footer(0, 24, 4, 1234));
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void theCopyIsInOrderAndHoldsTheSameDisk(VhdFixture fixture) {
        byte[] before = bytes(fixture.source());

        PatchedBytes copy = repaired(fixture);

        assertThat(Detector.check(copy.source("disk.vhd"), "vpc").clean()).isTrue();
        assertThat(Detector.check(TestSource.of("disk.vhd", before), "vpc").clean())
                .isFalse();
        assertThat(Materializer.bytes(new VhdReader().open(copy.source("disk.vhd"), OpenOptions.DEFAULT)))
                .isEqualTo(Materializer.bytes(new VhdReader().open(fixture.source(), OpenOptions.DEFAULT)));
    }

    @Test
    void whichOfTwoSoundOnesIsRightIsNotGuessed() {
        VhdFixture fixture = VhdFixture.dynamic().footer(0, Footer.CURRENT_SIZE_AT, 8, 4096);

        assertThatThrownBy(() -> repaired(fixture))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("describe different disks");
    }

    private static PatchedBytes repaired(VhdFixture fixture) {
        PatchedBytes copy = new PatchedBytes(bytes(fixture.source()));
        assertThat(new VhdRepairer().repair(fixture.source(), copy)).hasSize(1);
        return copy;
    }

    private static byte[] bytes(TestSource source) {
        byte[] bytes = new byte[(int) source.sizeBytes()];
        source.read(0, ByteBuffer.wrap(bytes));
        return bytes;
    }
}
