package io.vmloom.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cipher.Secret;
import io.vmloom.extent.DiskImage;
import io.vmloom.source.FileGate;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.TestSource;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Images of formats that are only read, made by other programs, have the guest that was recorded. */
class SampleGuestsTest {
    private static final Set<String> FORMATS =
            Set.of("qcow", "qed", "parallels", "cow", "dmg", "bochs", "cloop", "luks");
    /** Read with what is below them by {@link ChainTest}. */
    private static final Set<String> OVERLAYS = Set.of("q014-ov.qcow", "overlay.cow", "overlay2.cow");

    /** Of the same disk as the other rows of its kind, which the manifest only presumes. */
    private static final Set<String> PRESUMED = Set.of("hfsplus_adc.dmg", "hfsplus_lzfse.dmg");

    private static final String PRESUMED_MD5 = "c6e5eede3378f73108e2abe897492b7d";

    @TestFactory
    Stream<DynamicTest> imagesOfOtherProgramsHaveTheRecordedGuest() {
        return SampleImages.rows().stream()
                .filter(row -> FORMATS.contains(row.format()))
                .filter(row -> !md5(row).isEmpty() && OVERLAYS.stream().noneMatch(row.path()::endsWith))
                .map(row -> DynamicTest.dynamicTest(row.path(), () -> {
                    DiskImage image = Detector.open(TestSource.of("disk", row.bytes()), Detector.AUTO, options(row));
                    assertThat(image.virtualBytes()).isEqualTo(row.virtualBytes());
                    assertThat(Materializer.md5(image)).isEqualTo(md5(row));
                }));
    }

    private static OpenOptions options(SampleImages.Row row) {
        return new OpenOptions(
                "",
                FileGate.CLOSED,
                ImagePolicy.DEFAULT,
                row.format().equals("luks")
                        ? Optional.of(new Secret("luksde-TEST".getBytes(StandardCharsets.US_ASCII)))
                        : Optional.empty());
    }

    private static String md5(SampleImages.Row row) {
        return PRESUMED.stream().anyMatch(row.path()::endsWith) ? PRESUMED_MD5 : row.md5();
    }
}
