package io.vmloom.worker.convert;

import io.vmloom.error.InternalException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.store.Content;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Stores;
import io.vmloom.task.Piece;
import io.vmloom.task.Task;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Puts pieces together into one part. Thread-safe. */
final class Composer {
    /** What one composition may hold in memory. */
    private static final long MAX_BYTES = 128L << 20;

    private final Stores stores;

    Composer(Stores stores) {
        this.stores = stores;
    }

    TaskResult run(Task.Compose task) {
        ObjectStore store = stores.objects(task.upload().target());
        PartReceipt part = task.pieces().size() == 1
                        && task.pieces().getFirst()
                                instanceof Piece.Staged(ObjectVersion object, long offset, long length)
                        && length >= store.capabilities().minPartBytes()
                ? store.copyPart(task.upload(), task.partNumber(), object, offset, length)
                : store.uploadPart(task.upload(), task.partNumber(), gather(task.pieces()));
        return new TaskResult.ComposedPart(task.id(), part);
    }

    private Content gather(List<Piece> pieces) {
        long stagedBytes = pieces.stream()
                .filter(Piece.Staged.class::isInstance)
                .mapToLong(Piece::lengthBytes)
                .sum();
        if (stagedBytes > MAX_BYTES) {
            throw new InternalException("a composition of " + stagedBytes + " staged bytes exceeds " + MAX_BYTES, null);
        }
        List<Content.Chunk> chunks = new ArrayList<>();
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Inline(ByteBuffer bytes) -> chunks.add(new Content.Chunk.Bytes(bytes));
                case Piece.Zeros(long length) -> chunks.add(new Content.Chunk.Zeros(length));
                case Piece.Staged(ObjectVersion object, long offset, long length) -> {
                    byte[] bytes = new byte[Math.toIntExact(length)];
                    stores.open(object).read(offset, ByteBuffer.wrap(bytes));
                    chunks.add(new Content.Chunk.Bytes(ByteBuffer.wrap(bytes)));
                }
            }
        }
        return Content.of(chunks);
    }
}
