package io.vmloom.object;

import io.vmloom.error.CancelledException;
import io.vmloom.error.ConversionException;
import io.vmloom.error.StoreException;
import io.vmloom.error.TargetException;
import io.vmloom.unit.ByteSize;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/** Says in vmloom's terms why a local target could not be written. */
final class FileFailures {
    private static final String FULL_ADVICE = "free space there, or choose a directory on another file system";
    private static final long NEARLY_NOTHING_BYTES = ByteSize.MIB;

    private FileFailures() {}

    static ConversionException of(Path target, IOException failure) {
        String reason = Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        String folded = reason.toLowerCase(Locale.ROOT);
        if (failure instanceof ClosedChannelException) {
            return new CancelledException("writing " + target);
        }
        if (failure instanceof AccessDeniedException
                || folded.contains("read-only file system")
                || folded.contains("not permitted")) {
            return StoreException.accessDenied(target.toString(), "the directory must be writable: " + reason, failure);
        }
        if (failure instanceof NoSuchFileException || folded.contains("not a directory")) {
            return StoreException.notFound("directory of " + target);
        }
        if (folded.contains("file too large")) {
            return TargetException.tooLarge(
                    target.toString(), "the file system holds no file this large", "choose another file system");
        }
        if (folded.contains("quota")) {
            return TargetException.tooLarge(target.toString(), "the disk quota is used up", FULL_ADVICE);
        }
        if (folded.contains("no space left") || isFull(target)) {
            return TargetException.tooLarge(target.toString(), "no space is left on its file system", FULL_ADVICE);
        }
        return StoreException.unavailable(
                target.toString(), "could not be written (" + reason + "); check the disk", failure);
    }

    /** The messages of the system may be in another language. */
    private static boolean isFull(Path target) {
        try {
            Path directory = Objects.requireNonNull(target.toAbsolutePath().getParent());
            return Files.getFileStore(directory).getUsableSpace() < NEARLY_NOTHING_BYTES;
        } catch (IOException e) {
            return false;
        }
    }
}
