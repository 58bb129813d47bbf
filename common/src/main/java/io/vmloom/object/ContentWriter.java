package io.vmloom.object;

import io.vmloom.store.Content;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** Writes content to a place of a file. */
@FunctionalInterface
interface ContentWriter {
    static ContentWriter of(ZeroRule zeros) {
        return switch (zeros) {
            case ZeroRule.Holes holes -> SparseWriter::write;
            case ZeroRule.LongHoles(long leastBytes) -> new RunWriter(leastBytes);
            case ZeroRule.Compared compared -> new InPlaceWriter(true);
            case ZeroRule.LeftOut leftOut -> new InPlaceWriter(false);
        };
    }

    /** How many bytes were written, zeros that needed no writing left out. */
    long write(FileChannel channel, Content content, long offset) throws IOException;
}
