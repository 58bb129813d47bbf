package io.vmloom.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.extent.DiskImage;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.TestSource;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Images of formats that are only read, made by other programs, have the guest that was recorded. */
class SampleGuestsTest {
    private static final Set<String> FORMATS = Set.of("qcow", "qed", "parallels", "cow");
    private static final Set<String> OVERLAYS = Set.of("q014-ov.qcow", "overlay.cow", "overlay2.cow");

    @TestFactory
    Stream<DynamicTest> imagesOfOtherProgramsHaveTheRecordedGuest() {
        return SampleImages.rows().stream()
                .filter(row -> FORMATS.contains(row.format()))
                .filter(row -> !row.md5().isEmpty() && OVERLAYS.stream().noneMatch(row.path()::endsWith))
                .map(row -> DynamicTest.dynamicTest(row.path(), () -> {
                    DiskImage image =
                            Detector.open(TestSource.of("disk", row.bytes()), Detector.AUTO, OpenOptions.DEFAULT);
                    assertThat(image.virtualBytes()).isEqualTo(row.virtualBytes());
                    assertThat(Materializer.md5(image)).isEqualTo(row.md5());
                }));
    }
}
