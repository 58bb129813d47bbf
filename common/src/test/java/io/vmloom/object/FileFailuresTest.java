package io.vmloom.object;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFailuresTest {
    @TempDir
    Path directory;

    @Test
    void aFullDiskIsNamedWithAdviceAndNotTriedAgain() {
        ConversionException failure = failure(new IOException("No space left on device"));

        assertThat(failure.code()).isEqualTo(ErrorCode.TARGET_TOO_LARGE);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("disk.img").hasMessageContaining("free space");
    }

    @Test
    void aUsedUpQuotaAndAFileSystemWithSmallFilesAreNoReasonToTryAgain() {
        assertThat(failure(new IOException("Disk quota exceeded")).code()).isEqualTo(ErrorCode.TARGET_TOO_LARGE);
        assertThat(failure(new IOException("File too large")).code()).isEqualTo(ErrorCode.TARGET_TOO_LARGE);
    }

    @Test
    void missingPermissionIsSaidSo() {
        assertThat(failure(new AccessDeniedException("/disks")).code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(failure(new IOException("Read-only file system")).code()).isEqualTo(ErrorCode.ACCESS_DENIED);
    }

    @Test
    void anInterruptedWriterWasCancelled() {
        assertThat(failure(new ClosedByInterruptException()).code()).isEqualTo(ErrorCode.CANCELLED);
    }

    @Test
    void anythingElseKeepsItsReason() {
        IOException cause = new IOException("Input/output error");

        assertThat(failure(cause)).hasMessageContaining("Input/output error").hasCause(cause);
    }

    private ConversionException failure(IOException cause) {
        return FileFailures.of(directory.resolve("disk.img"), cause);
    }
}
