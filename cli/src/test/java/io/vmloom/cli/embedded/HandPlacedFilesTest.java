package io.vmloom.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.StoreException;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.s3.S3ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that people copy into a bucket's directory have no ETag; they are read, and changes are noticed. */
class HandPlacedFilesTest {
    private static final Location.InBucket OBJECT = new Location.InBucket("disks", "folder/web.raw");

    @TempDir
    private Path directory;

    private EmbeddedS3 server;
    private S3ObjectStore store;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        server = EmbeddedS3.start(directory);
        server.createBucket("disks");
        store = S3ObjectStore.open(server.settings());
        file = directory.resolve("disks/folder/web.raw");
        Files.createDirectories(directory.resolve("disks/folder"));
        Files.write(file, new byte[] {1, 2, 3, 4});
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000001Z", "2026-01-02T03:04:05.999999999Z"})
    void aFileIsReadWhicheverFractionOfASecondItWasModifiedAt(String modified) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(modified)));
        ObjectVersion version = store.head(OBJECT).orElseThrow();

        ByteBuffer bytes = ByteBuffer.allocate(2);
        store.read(version, 1, bytes);

        assertThat(version.weak()).isTrue();
        assertThat(bytes.array()).containsExactly(2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-02T03:04:04.5Z", "2026-01-02T03:04:06Z", "2026-01-02T03:05:00Z"})
    void aFileThatWasReplacedInAnotherSecondIsNoticed(String modified) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T03:04:05.5Z")));
        ObjectVersion version = store.head(OBJECT).orElseThrow();
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse(modified)));

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store.read(version, 0, ByteBuffer.allocate(4)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_CHANGED))
                .withMessageContaining("s3://disks/folder/web.raw changed while it was being read");
    }

    @Test
    void aFileThatGrewWithinTheSecondIsNoticed() throws IOException {
        FileTime modified = FileTime.from(Instant.parse("2026-01-02T03:04:05.5Z"));
        Files.setLastModifiedTime(file, modified);
        ObjectVersion version = store.head(OBJECT).orElseThrow();
        Files.write(file, new byte[5]);
        Files.setLastModifiedTime(file, modified);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store.read(version, 0, ByteBuffer.allocate(4)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_CHANGED));
    }
}
