package io.vmloom.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmloom.error.CancelledException;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.RequestException;
import io.vmloom.store.ObjectVersion;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.random.RandomGeneratorFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void everyRangeReadsBack() throws IOException {
        byte[] content = bytes(100_000);
        Path file = Files.write(directory.resolve("disk.img"), content);

        try (FileSource source = FileSource.open(file)) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(70_000);
            source.read(30_000, buffer);

            assertThat(buffer.hasRemaining()).isFalse();
            assertThat(buffer.flip()).isEqualTo(ByteBuffer.wrap(content, 30_000, 70_000));
            assertThat(source.sizeBytes()).isEqualTo(100_000);
            assertThat(source.name()).isEqualTo(file.toString());
            assertThat(source.identity().weak()).isTrue();
        }
    }

    @Test
    void holesAreKnown() throws IOException {
        Path file = directory.resolve("sparse.img");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(bytes(MIB)), 4L * MIB);
            channel.write(ByteBuffer.wrap(bytes(1)), 16L * MIB - 1);
        }

        try (FileSource source = FileSource.open(file)) {
            assumeTrue(source.nextData(0) > 0, "this file system does not tell holes");
            assertThat(source.nextData(0)).isEqualTo(4L * MIB);
            assertThat(source.nextData(4L * MIB + 5)).isEqualTo(4L * MIB + 5);
            assertThat(source.nextHole(4L * MIB)).isEqualTo(5L * MIB);
            assertThat(source.nextData(5L * MIB)).isBetween(15L * MIB, 16L * MIB - 1);
            assertThat(source.nextHole(16L * MIB - 1)).isEqualTo(16L * MIB);
            assertThat(source.nextData(16L * MIB)).isEqualTo(16L * MIB);
        }
    }

    @Test
    void holesOfAnotherFileAreNotTakenForThoseOfThePinnedOne() throws IOException {
        Path file = Files.write(directory.resolve("disk.img"), bytes(MIB));
        FileSource source = FileSource.open(file);
        Path other = directory.resolve("other.img");
        try (FileChannel channel = FileChannel.open(other, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes(1)), MIB - 1);
        }
        Files.setLastModifiedTime(other, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertFails(ErrorCode.SOURCE_CHANGED, () -> source.nextData(0));
        assertFails(ErrorCode.SOURCE_CHANGED, source::close);
    }

    @Test
    void nothingFollowsTheLastDataOfASparseTail() throws IOException {
        Path file = directory.resolve("tail.img");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes(MIB)), 0);
        }
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(8L * MIB);
        }

        try (FileSource source = FileSource.open(file)) {
            assumeTrue(source.nextHole(0) < 8L * MIB, "this file system does not tell holes");
            assertThat(source.nextHole(0)).isEqualTo(MIB);
            assertThat(source.nextData(MIB)).isEqualTo(8L * MIB);
        }
    }

    @Test
    void aFileWithoutKnownHolesIsAllData() {
        HoleMap unknown = new HoleMap.Unknown(1_000);

        assertThat(unknown.nextData(17)).isEqualTo(17);
        assertThat(unknown.nextData(5_000)).isEqualTo(1_000);
        assertThat(unknown.nextHole(17)).isEqualTo(1_000);
    }

    @Test
    void aFileThatChangedAfterItWasPinnedIsNotOpened() throws IOException {
        Path file = Files.write(directory.resolve("disk.img"), bytes(1_000));
        ObjectVersion pinned = FileSource.pin(file);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));

        assertFails(ErrorCode.SOURCE_CHANGED, () -> FileSource.open(pinned)).withMessageContaining(file.toString());
    }

    @Test
    void aFileThatGrewIsNoticedOnClosing() throws IOException {
        Path file = Files.write(directory.resolve("disk.img"), bytes(1_000));
        FileSource source = FileSource.open(file);
        Files.write(file, bytes(1), StandardOpenOption.APPEND);

        assertFails(ErrorCode.SOURCE_CHANGED, source::close);
        source.close();
    }

    @Test
    void aFileThatChangesIsNoticedWithinAFewHundredReads() throws IOException {
        Path file = Files.write(directory.resolve("disk.img"), bytes(1_000));
        FileSource source = FileSource.open(file);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));

        assertFails(ErrorCode.SOURCE_CHANGED, () -> {
            for (int i = 0; i < 300; i++) {
                source.read(i, ByteBuffer.allocate(10));
            }
        });
        assertFails(ErrorCode.SOURCE_CHANGED, source::close);
    }

    @Test
    void aFileThatWasCutIsNoticedAtOnceWithItsOffset() throws IOException {
        Path file = Files.write(directory.resolve("disk.img"), bytes(1_000));
        FileSource source = FileSource.open(file);
        Files.write(file, bytes(256));

        assertFails(ErrorCode.SOURCE_CHANGED, () -> source.read(200, ByteBuffer.allocate(500)))
                .withMessageContaining("0x100");
        assertFails(ErrorCode.SOURCE_CHANGED, source::close);
    }

    @Test
    void aRemovedFileIsNoticed() throws IOException {
        Path file = Files.write(directory.resolve("disk.img"), bytes(1_000));
        FileSource source = FileSource.open(file);
        Files.delete(file);

        assertFails(ErrorCode.SOURCE_CHANGED, source::close).withMessageContaining("removed");
    }

    @Test
    void anInterruptEndsOnlyTheReadOfItsOwnThread() throws Exception {
        Path file = Files.write(directory.resolve("disk.img"), bytes(1_000));
        try (FileSource source = FileSource.open(file)) {
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(CancelledException.class)
                    .isThrownBy(() -> source.read(0, ByteBuffer.allocate(10)));
            assertThat(Thread.interrupted()).isTrue();

            ByteBuffer buffer = ByteBuffer.allocate(10);
            source.read(0, buffer);
            assertThat(buffer.hasRemaining()).isFalse();
        }
    }

    @Test
    void aMissingFileIsNotFound() {
        assertFails(ErrorCode.NOT_FOUND, () -> FileSource.open(directory.resolve("absent")))
                .withMessageContaining("absent");
    }

    @Test
    void aDirectoryIsRefused() {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> FileSource.open(directory))
                .withMessageContaining("is a directory");
    }

    @Test
    void aDeviceIsRefused() {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "there is no /dev/null here");

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> FileSource.open(device))
                .withMessageContaining("is a character device");
    }

    @Test
    void aNamedPipeIsRefusedWithoutWaitingForItsWriter() throws Exception {
        Path pipe = directory.resolve("pipe");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "there is no mkfifo here");
        new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor();

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> FileSource.open(pipe))
                .withMessageContaining("FIFO");
    }

    @Test
    void anUnreadableFileIsAccessDenied() throws IOException {
        Path file = Files.write(directory.resolve("secret.img"), bytes(10));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(file), "this user may read everything");

        assertFails(ErrorCode.ACCESS_DENIED, () -> FileSource.open(file)).withMessageContaining(file.toString());
    }

    private static ThrowableAssertAlternative<ConversionException> assertFails(ErrorCode code, ThrowingCallable call) {
        return assertThatExceptionOfType(ConversionException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        RandomGeneratorFactory.of("L64X128MixRandom").create(7).nextBytes(bytes);
        return bytes;
    }
}
