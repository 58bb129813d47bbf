package io.vmloom.format.vmdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.TargetException;
import io.vmloom.table.ExtentFile;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a disk is divided into files. */
class SeparateExtentsTest {
    private static final long TIB = 1L << 40;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "monolithicFlat, 1048576",
        "monolithicFlat, 5000000000",
        "twoGbMaxExtentFlat, 512",
        "twoGbMaxExtentFlat, 2147483648",
        "twoGbMaxExtentFlat, 2147484160",
        "twoGbMaxExtentSparse, 2147483648",
        "twoGbMaxExtentSparse, 5000000000"
    })
    void theFilesAreThoseOfQemuImg(String subformat, long bytes) throws IOException {
        Path theirs = folder.resolve("my.disk.vmdk");
        Peers.run("qemu-img", "create", "-q", "-f", "vmdk", "-o", "subformat=" + subformat, theirs, bytes);

        DescribedDesign ours = design(bytes, Map.of("subformat", subformat));

        assertThat(extentLines(ours.descriptor().lines())).isEqualTo(extentLines(Files.lines(theirs)));
        assertThat(names(ours))
                .allSatisfy(name -> assertThat(folder.resolve(name)).isRegularFile());
        assertThat(ours.virtualBytes()).isEqualTo(bytes);
    }

    @Test
    void anExtentOfEsxIsOneOfVmfsAndScsi() {
        DescribedDesign disk = design(4096, Map.of("subformat", "vmfs"));

        assertThat(disk.descriptor())
                .contains("createType=\"vmfs\"", "RW 8 VMFS \"my.disk-flat.vmdk\"\n", "ddb.adapterType = \"lsilogic\"");
    }

    @Test
    void theLastExtentEndsWithAWholeSector() {
        DescribedDesign disk = design((2L << 30) + 1, Map.of("subformat", "twoGbMaxExtentFlat"));

        TargetDesign last = disk.extents().getLast().design();

        assertThat(disk.extents().getLast().guestStart()).isEqualTo(2L << 30);
        assertThat(last.virtualBytes()).isEqualTo(512);
        assertThat(last.tailBytes()).isEqualTo(511);
    }

    @Test
    void eightTebibytesOfPiecesAreTheLimit() {
        Map<String, String> options = Map.of("subformat", "twoGbMaxExtentSparse");

        assertThat(design(8 * TIB, options).extents()).hasSize(4096);
        assertThat(design(8 * TIB, options).tailBytes()).isLessThan(1 << 20);
        assertThatThrownBy(() -> design(8 * TIB + 512, options))
                .isInstanceOf(TargetException.class)
                .hasMessageContaining("more than 4096 files of 2 GiB");
    }

    private static List<String> extentLines(Stream<String> descriptor) {
        return descriptor.filter(line -> line.startsWith("RW ")).toList();
    }

    private static List<String> names(DescribedDesign disk) {
        return disk.extents().stream().map(ExtentFile::name).toList();
    }

    private static DescribedDesign design(long virtualBytes, Map<String, String> options) {
        TargetRequest request = new TargetRequest("s3://bucket/my.disk.vmdk", virtualBytes, options, "seed");
        return (DescribedDesign) new VmdkTarget().design(request);
    }
}
