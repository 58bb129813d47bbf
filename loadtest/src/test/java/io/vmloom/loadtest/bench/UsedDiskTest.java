package io.vmloom.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.store.file.FileSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsedDiskTest {
    private static final long MIB = 1L << 20;

    @TempDir
    Path directory;

    @Test
    void theSameSeedMakesTheSameDiskAndAnotherAnotherOne() throws IOException {
        Path one = made("one", new UsedDisk(48 * MIB, 7));
        assertThat(Files.mismatch(one, made("two", new UsedDisk(48 * MIB, 7)))).isEqualTo(-1);
        assertThat(Files.mismatch(one, made("three", new UsedDisk(48 * MIB, 8))))
                .isNotEqualTo(-1);
    }

    @Test
    void theDiskHasItsSizeAPartitionTableAndHoles() throws IOException {
        Path disk = made("disk", new UsedDisk(256 * MIB, 1));
        assertThat(disk).hasSize(256 * MIB);
        assertThat(sector(disk)).endsWith(0x55, 0xaa);
        try (FileSource source = FileSource.open(disk)) {
            assertThat(source.nextHole(2 * MIB)).isLessThan(256 * MIB);
        }
    }

    @Test
    void contentCompressesToAboutTwoFifths() {
        List<ContentSource> kinds = new UsedDisk(4L << 30, 1).kinds();
        byte[] content = new byte[kinds.size() << 20];
        for (int i = 0; i < kinds.size(); i++) {
            kinds.get(i).fill(content, i << 20, 1 << 20);
        }
        assertThat(100.0 * deflated(content) / content.length).isBetween(35.0, 47.0);
    }

    @Test
    void aDiskOfNoWholeMebibytesIsRefused() {
        assertThatThrownBy(() -> new UsedDisk(3 * MIB + 1, 1)).hasMessageContaining("multiple of 1 MiB");
    }

    private Path made(String name, UsedDisk disk) throws IOException {
        Path path = directory.resolve(name);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            disk.write(file, disk.kinds(), done -> {});
        }
        return path;
    }

    private static byte[] sector(Path disk) throws IOException {
        try (var in = Files.newInputStream(disk)) {
            return in.readNBytes(512);
        }
    }

    private static long deflated(byte[] content) {
        Deflater deflater = new Deflater(6);
        deflater.setInput(content);
        deflater.finish();
        byte[] out = new byte[1 << 16];
        while (!deflater.finished()) {
            deflater.deflate(out);
        }
        long length = deflater.getBytesWritten();
        deflater.end();
        return length;
    }
}
