package io.vmloom.object;

import io.vmloom.codec.Wrapper;
import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.source.SourceStream;
import io.vmloom.store.Content;
import io.vmloom.unit.Zeros;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file expanded, or only read, from its first byte to its last; runs of zeros take no memory. Not thread-safe. */
public final class Unpacking implements AutoCloseable {
    private static final int BLOCK_BYTES = 64 << 10;

    private final ByteSource packed;
    private final Optional<Wrapper> wrapper;
    private final long maxBytes;
    private final SourceStream file;
    private final InputStream content;
    private long unpackedBytes;

    /**
     * @param packed remains the caller's to close
     * @param wrapper how it is compressed, if it is
     * @param maxBytes that may come out; more is {@link ImageException} {@code IMAGE_UNSAFE}
     */
    public Unpacking(ByteSource packed, Optional<Wrapper> wrapper, long maxBytes) {
        this.packed = packed;
        this.wrapper = wrapper;
        this.maxBytes = maxBytes;
        this.file = new SourceStream(packed);
        try {
            this.content = wrapper.isPresent() ? wrapper.get().expand(file) : file;
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /** The next bytes, exactly so many unless the end comes; nothing at the end. */
    public Content next(long pieceBytes) {
        List<Content.Chunk> chunks = new ArrayList<>();
        long length = 0;
        long zeros = 0;
        while (length < pieceBytes) {
            byte[] block = block((int) Math.min(BLOCK_BYTES, pieceBytes - length));
            if (block.length == 0) {
                break;
            }
            length += block.length;
            if (Zeros.isZero(block, 0, block.length)) {
                zeros += block.length;
                continue;
            }
            if (zeros > 0) {
                chunks.add(new Content.Chunk.Zeros(zeros));
                zeros = 0;
            }
            chunks.add(new Content.Chunk.Bytes(ByteBuffer.wrap(block)));
        }
        if (zeros > 0) {
            chunks.add(new Content.Chunk.Zeros(zeros));
        }
        return Content.of(chunks);
    }

    private byte[] block(int lengthBytes) {
        byte[] block;
        try {
            block = content.readNBytes(lengthBytes);
        } catch (IOException | IndexOutOfBoundsException e) {
            // The decoders leave some checks to the bounds of their arrays.
            throw damaged(e);
        }
        unpackedBytes += block.length;
        if (unpackedBytes > maxBytes) {
            throw ImageException.unsafe(
                    packed.name(),
                    "it unpacks to more than " + maxBytes + " bytes out of " + packed.sizeBytes(),
                    "allow more (--max-unpacked, source.unpack in a manifest) where the file is trusted");
        }
        return block;
    }

    private ImageException damaged(Exception cause) {
        return ImageException.invalid(
                packed.name(),
                file.position(),
                "the " + wrapper.map(Wrapper::formatName).orElse("plain")
                        + " data are damaged, cut off or not supported: " + cause.getMessage());
    }

    @Override
    public void close() {
        try {
            content.close();
        } catch (IOException e) {
            throw damaged(e);
        }
    }
}
