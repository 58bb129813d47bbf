package io.vmloom.coordinator.pipeline;

import io.vmloom.digest.GuestDigest;
import io.vmloom.digest.TreeDigest;
import io.vmloom.error.InternalException;
import io.vmloom.extent.Losses;
import io.vmloom.fragment.FragmentIndex;
import io.vmloom.fragment.IndexRef;
import io.vmloom.fragment.TaskResult;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import io.vmloom.table.FragmentIndexes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The accepted fragment of every range, and the digest they add up to. Not thread-safe. */
final class FragmentLedger implements FragmentIndexes {
    private final Stores stores;
    private final List<Optional<TaskResult.Converted>> accepted = new ArrayList<>();
    private final TreeDigest digest = new TreeDigest();
    private long fragmentBytes;
    private Losses losses = Losses.NONE;

    FragmentLedger(Stores stores) {
        this.stores = stores;
    }

    /** Takes the first result of a range. */
    void accept(TaskResult.Converted result) {
        replace(result);
        digest.add(result.digest());
        losses = losses.plus(result.losses());
    }

    /** Takes a result that stands in for an earlier one of the same range; the guest bytes are the same. */
    void replace(TaskResult.Converted result) {
        while (accepted.size() <= result.id().index()) {
            accepted.add(Optional.empty());
        }
        Optional<TaskResult.Converted> before = accepted.set(result.id().index(), Optional.of(result.withoutLosses()));
        fragmentBytes += result.fragmentBytes()
                - before.map(TaskResult.Converted::fragmentBytes).orElse(0L);
    }

    boolean has(int range) {
        return range < accepted.size() && accepted.get(range).isPresent();
    }

    TaskResult.Converted get(int range) {
        return accepted.get(range)
                .orElseThrow(() -> new InternalException("range " + range + " has no accepted fragment", null));
    }

    int ranges() {
        return accepted.size();
    }

    long fragmentBytes() {
        return fragmentBytes;
    }

    /** What the workers could not read. */
    Losses losses() {
        return losses;
    }

    GuestDigest digest(long virtualBytes) {
        return digest.digest(virtualBytes);
    }

    @Override
    public FragmentIndex of(int range) {
        return switch (get(range).index()) {
            case IndexRef.Inline(ByteBuffer bytes) -> FragmentIndex.decode(bytes);
            case IndexRef.Spilled(ObjectVersion object) -> {
                byte[] bytes = new byte[Math.toIntExact(object.sizeBytes())];
                stores.open(object).read(0, ByteBuffer.wrap(bytes));
                yield FragmentIndex.decode(ByteBuffer.wrap(bytes));
            }
        };
    }
}
