package io.vmloom.object;

import io.vmloom.check.Patches;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Content;
import io.vmloom.store.Precondition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A hidden file beside a local target that begins as a copy of an image; closing it removes what was not published. */
public final class RepairedCopy implements Patches, AutoCloseable {
    private static final int PIECE_BYTES = 4 << 20;

    private final TemporaryFile file;
    private long lengthBytes;

    private RepairedCopy(TemporaryFile file, long lengthBytes) {
        this.file = file;
        this.lengthBytes = lengthBytes;
    }

    /** @param proceed called between pieces; what it throws ends the copying */
    public static RepairedCopy of(ByteSource source, Path target, Precondition precondition, Runnable proceed) {
        TemporaryFile file = TemporaryFile.create(target, precondition, ZeroRule.USUAL, Durability.SYNCED);
        RepairedCopy copy = new RepairedCopy(file, source.sizeBytes());
        boolean whole = false;
        try {
            copy.fill(source, proceed);
            whole = true;
        } catch (IOException e) {
            throw FileFailures.of(target, e);
        } finally {
            if (!whole) {
                copy.close();
            }
        }
        return copy;
    }

    private void fill(ByteSource source, Runnable proceed) throws IOException {
        for (long at = source.nextData(0); at < lengthBytes; ) {
            proceed.run();
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, lengthBytes - at));
            source.read(at, piece);
            file.write(Content.of(piece.flip()), at);
            at = source.nextData(at + piece.capacity());
        }
        file.complete(lengthBytes);
    }

    /** Where the bytes are until publication. */
    public Path path() {
        return file.path();
    }

    @Override
    public void put(long hostOffset, ByteBuffer bytes) {
        lengthBytes = Math.max(lengthBytes, Math.addExact(hostOffset, bytes.remaining()));
        try {
            for (long at = hostOffset; bytes.hasRemaining(); ) {
                at += file.channel().write(bytes, at);
            }
        } catch (IOException e) {
            throw FileFailures.of(file.target(), e);
        }
    }

    @Override
    public void growTo(long newLengthBytes) {
        if (newLengthBytes > lengthBytes) {
            file.complete(newLengthBytes);
            lengthBytes = newLengthBytes;
        }
    }

    public void publish(Precondition precondition) {
        file.publish(precondition);
    }

    @Override
    public void close() {
        file.discard();
    }
}
