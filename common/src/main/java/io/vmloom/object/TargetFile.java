package io.vmloom.object;

import io.vmloom.store.Content;
import io.vmloom.store.Precondition;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The open file that a local target is written to. */
sealed interface TargetFile permits InPlaceFile, TemporaryFile {
    /** Where the bytes are until publication. */
    Path path();

    /** What people know the target as. */
    Path target();

    FileChannel channel();

    void write(Content content, long offset) throws IOException;

    /** Tells that nothing is written behind this size. */
    void complete(long sizeBytes);

    /** Removes what stands under the target's name, if publication is what puts something there. */
    void withdraw();

    /** Makes everything durable, and visible under the target's name. */
    void publish(Precondition precondition);

    /** Ends without publication; nothing happens after one. */
    void discard();
}
