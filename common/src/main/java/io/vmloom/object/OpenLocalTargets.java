package io.vmloom.object;

import io.vmloom.error.CancelledException;
import io.vmloom.error.InternalException;
import io.vmloom.fragment.EncodedFragment;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The registry by which in-process workers reach the local targets. Thread-safe. */
public final class OpenLocalTargets implements LocalTargets {
    private record Open(LocalTarget target, int firstRange) {}

    private final LocalWrites writes;

    private final ConcurrentMap<String, Open> targets = new ConcurrentHashMap<>();

    private final ConcurrentMap<String, UnpackedFile> unpacked = new ConcurrentHashMap<>();

    /** For one range at once. */
    public OpenLocalTargets() {
        this(LocalWrites.of(1, Durability.SYNCED));
    }

    public OpenLocalTargets(LocalWrites writes) {
        this.writes = writes;
    }

    public LocalWrites writes() {
        return writes;
    }

    /** Lets what is unpacked for this name reach the file, which remains the caller's to close. */
    public void add(String name, UnpackedFile file) {
        if (unpacked.putIfAbsent(name, file) != null) {
            throw new InternalException("two unpacked files are open under the name " + name, null);
        }
    }

    /** From now on this name's file is not filled any more; nothing happens when there is none. */
    public void removeUnpacked(String name) {
        unpacked.remove(name);
    }

    /**
     * Lets fragments for this name reach the target, which remains the caller's to publish or discard.
     *
     * @param firstRange which is the target's first one
     */
    public void add(String name, LocalTarget target, int firstRange) {
        if (targets.putIfAbsent(name, new Open(target, firstRange)) != null) {
            throw new InternalException("two local targets are open under the name " + name, null);
        }
    }

    /** From now on fragments for this name are refused; nothing happens when there is none. */
    public void remove(String name) {
        targets.remove(name);
    }

    @Override
    public void accept(String target, int range, EncodedFragment fragment) {
        Open open = targets.get(target);
        if (open == null) {
            throw new CancelledException("writing " + target);
        }
        open.target().accept(range - open.firstRange(), fragment.content());
    }

    @Override
    public Path unpack(String name, Unpacking content, Runnable proceed) {
        UnpackedFile open = unpacked.get(name);
        if (open == null) {
            throw new CancelledException("unpacking for " + name);
        }
        open.fill(content, proceed);
        return open.path();
    }
}
