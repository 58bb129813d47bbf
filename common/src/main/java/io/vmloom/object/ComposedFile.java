package io.vmloom.object;

import io.vmloom.error.StoreException;
import io.vmloom.store.Content;
import io.vmloom.store.Precondition;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongConsumer;

/**
 * A local file that is put together of bytes and of other files, from its beginning to its end: under a hidden name
 * beside the target, and visible only after {@link #publish}. Closing discards what was not published. Not thread-safe.
 */
public final class ComposedFile implements AutoCloseable {
    /** So that whoever cancels waits for no longer than this takes. */
    private static final long PIECE_BYTES = 64L << 20;

    private final TemporaryFile file;
    private long lengthBytes;

    private ComposedFile(TemporaryFile file) {
        this.file = file;
    }

    public static ComposedFile begin(Path target, Precondition precondition, Durability durability) {
        return new ComposedFile(TemporaryFile.create(target, precondition, ZeroRule.USUAL, durability));
    }

    /** Where the bytes are until publication, for reading them back. */
    public Path temporaryPath() {
        return file.path();
    }

    public void append(Content content) {
        try {
            file.write(content, lengthBytes);
        } catch (IOException e) {
            throw FileFailures.of(file.target(), e);
        }
        lengthBytes += content.lengthBytes();
    }

    /**
     * Appends the first bytes of another file.
     *
     * @param progress hears how many more bytes are there; what it throws ends the copying
     */
    public void append(Path other, long bytes, LongConsumer progress) {
        try (FileChannel source = FileChannel.open(other, StandardOpenOption.READ)) {
            FileChannel target = file.channel();
            target.position(lengthBytes);
            long done = 0;
            while (done < bytes) {
                long count = source.transferTo(done, Math.min(PIECE_BYTES, bytes - done), target);
                if (count <= 0) {
                    throw StoreException.sourceChanged(other.toString(), "it has fewer than " + bytes + " bytes now");
                }
                done += count;
                progress.accept(count);
            }
        } catch (IOException e) {
            throw FileFailures.of(file.target(), e);
        }
        lengthBytes += bytes;
    }

    /** Nothing more follows. */
    public void finish() {
        file.complete(lengthBytes);
    }

    public void publish(Precondition precondition) {
        file.publish(precondition);
    }

    @Override
    public void close() {
        file.discard();
    }
}
