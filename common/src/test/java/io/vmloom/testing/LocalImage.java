package io.vmloom.testing;

import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.ImagePolicy;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Companion;
import io.vmloom.store.CompanionGate;
import io.vmloom.store.Companions;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import io.vmloom.store.route.ConfiguredStores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An image in files of this host, with those that it was allowed. */
public record LocalImage(DiskImage image, CompanionGate gate) implements AutoCloseable {
    private static final Stores STORES = new ConfiguredStores(bucket -> {
        throw new AssertionError("no bucket is meant: " + bucket);
    });

    public static LocalImage open(Path file, String snapshot, Companions companions) {
        ObjectVersion version = STORES.pin(new Location.OnDisk(file));
        ByteSource source = STORES.open(version);
        CompanionGate gate = new CompanionGate(STORES, companions, version, source);
        return new LocalImage(
                Detector.open(source, Detector.AUTO, new OpenOptions(snapshot, gate, ImagePolicy.DEFAULT)), gate);
    }

    public static String md5(Path file, Companions companions) throws IOException {
        try (LocalImage opened = open(file, "", companions)) {
            return Materializer.md5(opened.image());
        }
    }

    public static byte[] bytes(Path file, Companions companions) throws IOException {
        try (LocalImage opened = open(file, "", companions)) {
            return Materializer.bytes(opened.image());
        }
    }

    /** Whatever lies in the same directory. */
    public static Companions beside() {
        return new Companions(List.of(), Companions.Others.BESIDE);
    }

    public static Companions listed(Path... files) {
        return new Companions(
                Stream.of(files)
                        .map(file -> Companion.of(new Location.OnDisk(file)))
                        .toList(),
                Companions.Others.REFUSED);
    }

    @Override
    public void close() {
        gate.close();
    }
}
