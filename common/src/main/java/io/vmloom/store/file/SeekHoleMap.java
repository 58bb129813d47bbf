package io.vmloom.store.file;

import java.nio.file.Path;

/**
 * Holes by {@code SEEK_DATA} and {@code SEEK_HOLE} on a file descriptor of its own, so that nobody's file position
 * moves. Answers of a file system that knows no holes read as data.
 */
final class SeekHoleMap implements HoleMap {
    private final Lseek lseek;
    private final int descriptor;
    private final long sizeBytes;
    private boolean closed;

    private SeekHoleMap(Lseek lseek, int descriptor, long sizeBytes) {
        this.lseek = lseek;
        this.descriptor = descriptor;
        this.sizeBytes = sizeBytes;
    }

    /** The best knowledge there is of a file of this size. */
    static HoleMap of(Path path, long sizeBytes) {
        return Lseek.instance()
                .map(lseek -> open(lseek, path, sizeBytes))
                .orElseGet(() -> new HoleMap.Unknown(sizeBytes));
    }

    private static HoleMap open(Lseek lseek, Path path, long sizeBytes) {
        int descriptor = lseek.open(path);
        if (descriptor < 0) {
            return new HoleMap.Unknown(sizeBytes);
        }
        if (lseek.seek(descriptor, 0, Lseek.SEEK_END).offset() != sizeBytes) {
            lseek.close(descriptor);
            return new HoleMap.Unknown(sizeBytes);
        }
        return new SeekHoleMap(lseek, descriptor, sizeBytes);
    }

    @Override
    public synchronized long nextData(long offset) {
        if (offset >= sizeBytes || closed) {
            return Math.min(offset, sizeBytes);
        }
        Lseek.Answer answer = lseek.seekData(descriptor, offset);
        if (answer.errno() == Lseek.NO_MORE_DATA) {
            return sizeBytes;
        }
        return answer.offset() < offset ? offset : Math.min(answer.offset(), sizeBytes);
    }

    @Override
    public synchronized long nextHole(long offset) {
        if (offset >= sizeBytes || closed) {
            return sizeBytes;
        }
        Lseek.Answer answer = lseek.seekHole(descriptor, offset);
        return answer.offset() <= offset ? sizeBytes : Math.min(answer.offset(), sizeBytes);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            lseek.close(descriptor);
        }
    }
}
