package io.vmloom.coordinator.simulation;

import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.ImagePolicy;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.AllowedFile;
import io.vmloom.source.FileGate;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.testing.TestSource;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The objects that a target is made of.
 *
 * @param extents those beside the one that has its name, by their own names
 */
record WrittenTarget(ByteBuffer main, SortedMap<String, ByteBuffer> extents) {
    /** Empty when nothing stands under the target's name. */
    static Optional<WrittenTarget> in(MemoryObjectStore store, Location.InBucket target) {
        SortedMap<String, ByteBuffer> extents = beside(store, target);
        return store.head(target).map(main -> new WrittenTarget(bytes(store, main), extents));
    }

    /** What stands beside a target, staging left out. */
    static SortedMap<String, ByteBuffer> beside(MemoryObjectStore store, Location.InBucket target) {
        SortedMap<String, ByteBuffer> found = new TreeMap<>();
        store.list(target.sibling("disk"), object -> {
            if (!object.location().equals(target)) {
                found.put(object.location().name(), bytes(store, object));
            }
        });
        return found;
    }

    private static ByteBuffer bytes(MemoryObjectStore store, ObjectVersion version) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(version.sizeBytes()));
        store.read(version, 0, bytes);
        return bytes.rewind();
    }

    byte[] mainBytes() {
        return main.array();
    }

    /** The disk in these bytes of the target's own file, with the other files. */
    DiskImage open(byte[] file, String format) {
        FileGate gate = new FileGate() {
            @Override
            public Optional<AllowedFile> named(String reference) {
                return Optional.ofNullable(extents.get(reference))
                        .map(bytes -> new AllowedFile(TestSource.of(reference, bytes.array()), Detector.AUTO));
            }

            @Override
            public List<AllowedFile> all() {
                return List.of();
            }
        };
        return Detector.open(
                TestSource.of("target", file),
                format,
                new OpenOptions("", gate, ImagePolicy.DEFAULT, Optional.of(Simulation.KEY)));
    }
}
