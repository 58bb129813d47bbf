package io.vmloom.worker.convert;

import io.vmloom.error.RequestException;
import io.vmloom.fragment.EncodedFragment;
import io.vmloom.fragment.IndexRef;
import io.vmloom.fragment.StoredFragment;
import io.vmloom.object.LocalTargets;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.Stores;
import io.vmloom.task.Placement;
import java.nio.ByteBuffer;
import java.util.Map;

/** Puts a fragment where its task's placement says. Thread-safe. */
final class FragmentStorer {
    private final Stores stores;
    private final LocalTargets localTargets;

    FragmentStorer(Stores stores, LocalTargets localTargets) {
        this.stores = stores;
        this.localTargets = localTargets;
    }

    StoredFragment store(Placement placement, int range, EncodedFragment fragment) {
        Content content = fragment.content();
        if (placement instanceof Placement.Local(String target)) {
            localTargets.accept(target, range, fragment);
            return new StoredFragment.InFile();
        }
        if (content.lengthBytes() == 0) {
            return new StoredFragment.Empty();
        }
        StoredFragment stored = switch (placement) {
            case Placement.Part part when content.lengthBytes() >= part.minDirectBytes() -> direct(part, content);
            case Placement.Part part -> staged(part.staging(), content);
            case Placement.Staged(Location.InBucket staging) -> staged(staging, content);
            case Placement.Local local -> throw new RequestException("a local target takes no staged fragment");
        };
        content.release();
        return stored;
    }

    /** The index as it travels: in the message if it is short, else beside the fragment. */
    IndexRef index(Placement placement, EncodedFragment fragment) {
        byte[] encoded = fragment.index().encode();
        if (encoded.length <= IndexRef.MAX_INLINE_BYTES) {
            return new IndexRef.Inline(ByteBuffer.wrap(encoded));
        }
        return switch (placement) {
            case Placement.Part part -> spilled(part.staging(), encoded);
            case Placement.Staged(Location.InBucket staging) -> spilled(staging, encoded);
            // Local targets exist in process only, where no message is too long.
            case Placement.Local local -> new IndexRef.Inline(ByteBuffer.wrap(encoded));
        };
    }

    private StoredFragment direct(Placement.Part part, Content content) {
        ObjectStore store = stores.objects(part.upload().target());
        ObjectVersion zeros = part.zeros();
        if (content.isHole() && zeros != null && zeros.sizeBytes() >= content.lengthBytes()) {
            return new StoredFragment.InPart(
                    store.copyPart(part.upload(), part.partNumber(), zeros, 0, content.lengthBytes()));
        }
        return new StoredFragment.InPart(store.uploadPart(part.upload(), part.partNumber(), content));
    }

    private StoredFragment staged(Location.InBucket staging, Content content) {
        return new StoredFragment.Staged(put(staging, content));
    }

    private IndexRef spilled(Location.InBucket staging, byte[] encoded) {
        return new IndexRef.Spilled(put(staging.withKey(staging.key() + "-index"), Content.of(encoded)));
    }

    private ObjectVersion put(Location.InBucket location, Content content) {
        return stores.objects(location).put(location, content, Map.of(), Precondition.NONE);
    }
}
