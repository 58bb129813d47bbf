package io.vmloom.loadtest.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FatVolumeTest {
    private static final ShortName LABEL = new ShortName("LABEL");

    @ParameterizedTest
    @EnumSource(FatKind.class)
    void everyFileIsReadBackFromItsChain(FatKind kind) {
        FatGeometry geometry = geometry(kind);
        List<FatNode> root = List.of(
                file("A.BIN", 1),
                new FatNode.Directory(
                        new ShortName("SUB"),
                        List.of(
                                file("ONE.BIN", 512),
                                new FatNode.Directory(new ShortName("DEEP"), List.of(file("LONG.BIN", 100_001))),
                                file("EMPTY.BIN", 0))),
                file("Z.BIN", 1025));

        FatReader reader = new FatReader(FatVolume.format(geometry, 8, LABEL, 3, root));

        Map<String, byte[]> expected = new LinkedHashMap<>();
        flatten("", root, expected);
        assertThat(reader.files()).containsExactlyEntriesOf(expected).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(FatKind.class)
    void bothTablesAreEqualAndStartWithTheMediaByte(FatKind kind) {
        FatGeometry geometry = geometry(kind);

        byte[] volume = FatVolume.format(geometry, 8, LABEL, 0, List.of(file("A.BIN", 30_000)));

        byte[] first = Arrays.copyOfRange(volume, geometry.tableOffset(0), geometry.tableOffset(1));
        byte[] second = Arrays.copyOfRange(volume, geometry.tableOffset(1), geometry.rootOffset());
        assertThat(first).isEqualTo(second);
        assertThat(first[0]).isEqualTo((byte) 0xF8);
    }

    @Test
    void gapsScatterTheFiles() {
        byte[] volume = FatVolume.format(
                geometry(FatKind.FAT12), 8, LABEL, 10, List.of(file("A.BIN", 512), file("B.BIN", 512)));

        FatReader reader = new FatReader(volume);
        List<Integer> used = IntStream.range(2, 100)
                .filter(cluster -> reader.next(cluster) != 0)
                .boxed()
                .toList();
        assertThat(used).containsExactly(2, 13);
    }

    @Test
    void filesThatDoNotFitAreRefused() {
        FatGeometry geometry = new FatGeometry(FatKind.FAT12, 100, 1, 16);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FatVolume.format(geometry, 8, LABEL, 0, List.of(file("A.BIN", 60_000))))
                .withMessageContaining("has no room for 118 more at cluster 2");
    }

    @Test
    void aRootDirectoryWithTooManyFilesIsRefused() {
        FatGeometry geometry = new FatGeometry(FatKind.FAT12, 100, 1, 16);
        List<FatNode> files =
                IntStream.range(0, 16).mapToObj(i -> file("F" + i, 0)).toList();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> FatVolume.format(geometry, 8, LABEL, 0, files))
                .withMessageContaining("16 slots, too few for 16 files and the label");
    }

    @Test
    void aGeometryWhoseClustersBelongToTheOtherKindIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FatGeometry(FatKind.FAT16, 4000, 1, 512))
                .withMessageContaining("clusters is not FAT16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FatGeometry(FatKind.FAT12, 40_000, 1, 512))
                .withMessageContaining("clusters is not FAT12");
    }

    @Test
    void aNameThatIsNotShortIsRefused() {
        for (String name : List.of("", "lower.txt", "NINECHARS", "A.LONG", ".TXT", "A B")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ShortName(name))
                    .withMessageContaining('"' + name + '"');
        }
    }

    private static FatGeometry geometry(FatKind kind) {
        return switch (kind) {
            case FAT12 -> new FatGeometry(kind, 1000, 1, 64);
            case FAT16 -> new FatGeometry(kind, 20_000, 2, 512);
        };
    }

    private static FatNode file(String name, int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return new FatNode.File(new ShortName(name), content);
    }

    static void flatten(String folder, List<FatNode> nodes, Map<String, byte[]> files) {
        for (FatNode node : nodes) {
            String path = folder + "/" + node.name().text();
            switch (node) {
                case FatNode.File file -> files.put(path, file.content());
                case FatNode.Directory directory -> flatten(path, directory.children(), files);
            }
        }
    }
}
