package io.vmloom.object;

import io.vmloom.store.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Positional writes into what is there already: data as it is.
 *
 * @param cleared whether zeros are written where the target is not zero; else they are left out
 */
record InPlaceWriter(boolean cleared) implements ContentWriter {
    @Override
    public long write(FileChannel channel, Content content, long offset) throws IOException {
        long position = offset;
        long written = 0;
        for (Content.Chunk chunk : content.chunks()) {
            switch (chunk) {
                case Content.Chunk.Bytes(ByteBuffer buffer) -> {
                    SparseWriter.write(channel, buffer, position);
                    written += buffer.remaining();
                }
                case Content.Chunk.Zeros(long length) ->
                    written += cleared ? ZeroFill.writeWhereNeeded(channel, position, length) : 0;
            }
            position += chunk.lengthBytes();
        }
        return written;
    }
}
