package io.vmloom.worker.convert;

import io.vmloom.error.InternalException;
import io.vmloom.fragment.TaskResult;
import io.vmloom.store.Content;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import io.vmloom.store.Upload;
import io.vmloom.task.ComposeTarget;
import io.vmloom.task.Piece;
import io.vmloom.task.Task;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Puts pieces together into one part or object. Thread-safe. */
final class Composer {
    /** What one composition may hold in memory. */
    private static final long MAX_BYTES = 128L << 20;

    private final Stores stores;

    Composer(Stores stores) {
        this.stores = stores;
    }

    TaskResult run(Task.Compose task) {
        return switch (task.target()) {
            case ComposeTarget.Part(Upload upload, int number) -> {
                ObjectStore store = stores.objects(upload.target());
                yield new TaskResult.ComposedPart(
                        task.id(),
                        task.pieces().size() == 1
                                        && task.pieces().getFirst()
                                                instanceof Piece.Staged(ObjectVersion object, long offset, long length)
                                        && length >= store.capabilities().minPartBytes()
                                ? store.copyPart(upload, number, object, offset, length)
                                : store.uploadPart(upload, number, gather(task.pieces())));
            }
            case ComposeTarget.WholeObject whole ->
                new TaskResult.ComposedObject(
                        task.id(),
                        stores.objects(whole.location())
                                .put(whole.location(), gather(task.pieces()), whole.metadata(), whole.precondition()));
        };
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
