package io.vmloom.coordinator.pipeline;

import io.vmloom.error.InternalException;
import io.vmloom.fragment.StoredFragment;
import io.vmloom.store.Content;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.task.Piece;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells workers where the pieces of a composed part or object lie. */
final class Composition {
    /** Longer tables are staged instead of travelling in a task. */
    private static final long MAX_INLINE_BYTES = 64 << 10;

    private Composition() {}

    /** The fragments of these ranges, which are all staged. */
    static List<Piece> staged(FileFragments fragments, List<Integer> ranges) {
        List<Piece> pieces = new ArrayList<>();
        for (int range : ranges) {
            switch (fragments.get(range).stored()) {
                case StoredFragment.Staged(ObjectVersion object) ->
                    pieces.add(new Piece.Staged(object, 0, object.sizeBytes()));
                case StoredFragment.Empty() -> {}
                case StoredFragment.InPart part ->
                    throw new InternalException("range " + range + " is a part already: " + part, null);
                case StoredFragment.InFile() ->
                    throw new InternalException("range " + range + " is in a local file", null);
            }
        }
        return pieces;
    }

    /** Tables that were made here. */
    static List<Piece> tables(Content content, ItemContext item, FragmentUpload upload, Staging staging, String name) {
        long bytes = content.chunks().stream()
                .filter(Content.Chunk.Bytes.class::isInstance)
                .mapToLong(Content.Chunk::lengthBytes)
                .sum();
        if (bytes > MAX_INLINE_BYTES) {
            ObjectVersion object = item.retries()
                    .call(() -> upload.store().put(staging.key(name), content, Map.of(), Precondition.NONE));
            return List.of(new Piece.Staged(object, 0, object.sizeBytes()));
        }
        List<Piece> pieces = new ArrayList<>();
        for (Content.Chunk chunk : content.chunks()) {
            switch (chunk) {
                case Content.Chunk.Bytes(ByteBuffer buffer) -> pieces.add(new Piece.Inline(buffer));
                case Content.Chunk.Zeros(long lengthBytes) -> pieces.add(new Piece.Zeros(lengthBytes));
            }
        }
        return pieces;
    }
}
