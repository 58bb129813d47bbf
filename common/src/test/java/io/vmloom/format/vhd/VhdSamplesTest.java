package io.vmloom.format.vhd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.extent.DiskImage;
import io.vmloom.format.OpenOptions;
import io.vmloom.format.SampleImages;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.TestSource;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Images of other programs and their test suites, with digests of their content as independent tools read it. */
class VhdSamplesTest {
    private static final Map<String, String> REFUSED =
            Map.of("afl5.img", "dynamic header of 1024 bytes must lie inside the file");

    @TestFactory
    Stream<DynamicTest> samplesReadAsOtherToolsReadThem() {
        return SampleImages.rows().stream()
                .filter(row -> row.format().startsWith("vpc") && !row.format().contains("differencing")
                        || REFUSED.containsKey(name(row)))
                .map(row -> DynamicTest.dynamicTest(name(row), () -> check(row)));
    }

    private static void check(SampleImages.Row row) {
        TestSource source = TestSource.of(row.path(), row.bytes());
        String refusal = REFUSED.get(name(row));
        if (refusal != null) {
            assertThatThrownBy(() -> new VhdReader().open(source, OpenOptions.DEFAULT))
                    .hasMessageContaining(refusal);
            return;
        }
        DiskImage image = new VhdReader().open(source, OpenOptions.DEFAULT);
        assertThat(image.virtualBytes()).isEqualTo(row.virtualBytes());
        if (!row.md5().isEmpty()) {
            assertThat(Materializer.md5(image)).isEqualTo(row.md5());
        }
    }

    private static String name(SampleImages.Row row) {
        return row.path().substring(row.path().lastIndexOf('/') + 1);
    }
}
