package io.vmloom.coordinator.pipeline;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.StoreException;
import io.vmloom.object.UploadAudit;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.task.Piece;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** Makes one object of pieces that are all there. */
final class PieceAssembler {
    private static final int ROUNDS = 5;

    private final ItemContext item;
    private final FragmentUpload upload;
    private final LongConsumer progress;

    /** @param progress hears how many more bytes are in place */
    PieceAssembler(ItemContext item, FragmentUpload upload, LongConsumer progress) {
        this.item = item;
        this.upload = upload;
        this.progress = progress;
    }

    /** The complete object; the one that an earlier coordinator completed, if it is there. */
    ObjectVersion assemble(List<Piece> pieces) {
        String hash = hash(pieces);
        Optional<ObjectVersion> before = upload.completed(hash);
        if (before.isPresent()) {
            return before.get();
        }
        List<List<Piece>> parts = PieceParts.divide(
                upload.key().toString(), pieces, upload.store().capabilities());
        for (int round = 0; round < ROUNDS; round++) {
            Optional<ObjectVersion> complete = assemble(parts, hash);
            if (complete.isPresent()) {
                return complete.get();
            }
        }
        throw StoreException.unavailable(
                upload.key().toString(),
                "the store still held other parts than were uploaded after " + ROUNDS + " rounds",
                null);
    }

    /** Empty when the store holds other parts than were accepted. */
    private Optional<ObjectVersion> assemble(List<List<Piece>> parts, String hash) {
        try {
            SortedMap<Integer, PartReceipt> accepted = new TreeMap<>();
            List<Integer> numbers =
                    IntStream.rangeClosed(1, parts.size()).boxed().toList();
            ComposeStep.run(item, upload, parts, numbers, part -> {
                accepted.put(part.partNumber(), part);
                progress.accept(part.sizeBytes());
            });
            UploadAudit audit = UploadAudit.of(
                    item.retries().call(() -> upload.store().listParts(upload.get())), accepted.values());
            if (!audit.clean()) {
                return Optional.empty();
            }
            return upload.completing(hash).or(() -> upload.complete(List.copyOf(accepted.values())));
        } catch (ConversionException e) {
            if (e.code() != ErrorCode.NOT_FOUND) {
                throw e;
            }
            // The upload is gone when a completion that was asked for by an earlier coordinator came true since.
            return Optional.of(upload.completed(hash).orElseThrow(() -> e));
        }
    }

    /** Whoever makes it of the same pieces gets the same. */
    private static String hash(List<Piece> pieces) {
        TextHash hash = new TextHash("pieces");
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Staged(ObjectVersion object, long offset, long length) ->
                    hash.line(object.location() + " " + object.etag() + " " + offset + " " + length);
                case Piece.Inline(ByteBuffer bytes) -> hash.bytes(bytes);
                case Piece.Zeros(long length) -> hash.line("zeros " + length);
            }
        }
        return hash.hex();
    }
}
