package io.vmloom.coordinator.pipeline;

import io.vmloom.error.InternalException;
import io.vmloom.object.ComposedFile;
import io.vmloom.object.Durability;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.Stores;
import io.vmloom.task.Piece;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/** A package under its hidden name. */
final class PackageFile implements ComposedTarget {
    private final ComposedFile file;
    private final Precondition precondition;
    private final Stores stores;

    private PackageFile(ComposedFile file, Precondition precondition, Stores stores) {
        this.file = file;
        this.precondition = precondition;
        this.stores = stores;
    }

    static PackageFile of(
            Location.OnDisk place,
            Precondition precondition,
            Durability durability,
            Stores stores,
            List<Piece> pieces,
            LongConsumer progress) {
        PackageFile made =
                new PackageFile(ComposedFile.begin(place.path(), precondition, durability), precondition, stores);
        try {
            pieces.forEach(piece -> made.append(piece, progress));
            made.file.finish();
            return made;
        } catch (RuntimeException e) {
            made.close();
            throw e;
        }
    }

    private void append(Piece piece, LongConsumer progress) {
        switch (piece) {
            case Piece.Inline(ByteBuffer bytes) -> file.append(Content.of(bytes));
            case Piece.Zeros(long lengthBytes) -> file.append(Content.zeros(lengthBytes));
            case Piece.Staged(ObjectVersion object, long offset, long lengthBytes) -> {
                if (offset != 0 || !(object.location() instanceof Location.OnDisk(Path path))) {
                    throw new InternalException(object.location() + " is no file of this host", null);
                }
                file.append(path, lengthBytes, progress);
            }
        }
    }

    @Override
    public ObjectVersion sealed() {
        return stores.pin(new Location.OnDisk(file.temporaryPath()));
    }

    @Override
    public void publish() {
        file.publish(precondition);
    }

    @Override
    public void close() {
        file.close();
    }
}
