package io.vmloom.object;

import io.vmloom.store.Content;
import io.vmloom.store.Precondition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A hidden file beside a local target that holds what was in a compressed source; closing it removes it. It is filled
 * once: whoever comes later with the same bytes changes nothing.
 */
public final class UnpackedFile implements AutoCloseable {
    /** At least what one write costs. */
    private static final long PIECE_BYTES = 4 << 20;

    private final TemporaryFile file;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean filled;

    private UnpackedFile(TemporaryFile file) {
        this.file = file;
    }

    /** @param number tells those of one target apart */
    public static UnpackedFile beside(Path target, int number) {
        Path name = target.resolveSibling(target.getFileName() + ".unpacked-" + number);
        return new UnpackedFile(
                TemporaryFile.create(name, Precondition.NONE, ZeroRule.USUAL, Durability.LEFT_TO_SYSTEM));
    }

    public Path path() {
        return file.path();
    }

    /** @param proceed called between pieces; what it throws ends the filling, which may be begun again */
    void fill(Unpacking content, Runnable proceed) {
        lock.lock();
        try {
            if (!filled) {
                write(content, proceed);
                filled = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(Unpacking content, Runnable proceed) {
        long offset = 0;
        try {
            file.channel().truncate(0);
            for (Content piece = content.next(PIECE_BYTES);
                    piece.lengthBytes() > 0;
                    piece = content.next(PIECE_BYTES)) {
                proceed.run();
                file.write(piece, offset);
                offset += piece.lengthBytes();
            }
        } catch (IOException e) {
            throw FileFailures.of(file.target(), e);
        }
        file.complete(offset);
    }

    @Override
    public void close() {
        file.discard();
    }
}
