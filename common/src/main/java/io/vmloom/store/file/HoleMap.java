package io.vmloom.store.file;

/** Where a file has holes, as far as its file system tells. Thread-safe. */
sealed interface HoleMap extends AutoCloseable permits HoleMap.Unknown, SeekHoleMap {
    /** The first offset at or after {@code offset} that may hold data, or the size. */
    long nextData(long offset);

    /** The first offset after {@code offset} that is known to be a hole, or the size. */
    long nextHole(long offset);

    @Override
    void close();

    /** Everything may be data. */
    record Unknown(long sizeBytes) implements HoleMap {
        @Override
        public long nextData(long offset) {
            return Math.min(offset, sizeBytes);
        }

        @Override
        public long nextHole(long offset) {
            return sizeBytes;
        }

        @Override
        public void close() {}
    }
}
