package io.vmloom.cli.engine;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.manifest.Seed;
import io.vmloom.digest.Sha256;
import io.vmloom.error.RequestException;
import io.vmloom.source.ByteSource;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Precondition;
import io.vmloom.store.Stores;
import io.vmloom.store.Upload;
import io.vmloom.unit.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Puts files into the store before a batch. Objects that hold the same bytes already are left alone, so that what was
 * converted from them stays known as done.
 */
public final class Seeding {
    /** Metadata key of the file's SHA-256. */
    private static final String DIGEST = "vmloom-seed";

    private static final long PART_BYTES = 16 * ByteSize.MIB;

    private final Stores stores;
    private final Cancellation cancellation;

    public Seeding(Stores stores, Cancellation cancellation) {
        this.stores = stores;
        this.cancellation = cancellation;
    }

    /** How many files were sent, and how many were there already. */
    public record Outcome(int uploaded, int unchanged) {}

    /** Throws a {@link io.vmloom.error.ConversionException}; a file stands under its key as a whole or not at all. */
    public Outcome run(List<Seed> seeds) {
        int uploaded = 0;
        int unchanged = 0;
        for (Seed seed : seeds) {
            for (Seed file : files(seed)) {
                if (upload(file.from(), file.to())) {
                    uploaded++;
                } else {
                    unchanged++;
                }
            }
        }
        return new Outcome(uploaded, unchanged);
    }

    /** The files that are meant by a seed. */
    static List<Seed> files(Seed seed) {
        if (!Files.isDirectory(seed.from())) {
            return List.of(seed);
        }
        try (Stream<Path> inside = Files.list(seed.from())) {
            return inside.filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> new Seed(file, seed.to().withKey(seed.to().key() + file.getFileName())))
                    .toList();
        } catch (IOException e) {
            throw new RequestException("seed directory " + seed.from() + " can not be read (" + e.getMessage() + ")");
        }
    }

    private boolean upload(Path file, Location.InBucket key) {
        ObjectStore store = stores.objects(key);
        try (ByteSource source = stores.open(stores.pin(new Location.OnDisk(file)))) {
            String digest = sha256(source);
            Optional<ObjectVersion> existing = store.head(key);
            if (existing.isPresent()
                    && existing.get().sizeBytes() == source.sizeBytes()
                    && digest.equals(existing.get().metadata().get(DIGEST))) {
                return false;
            }
            Map<String, String> metadata = Map.of(DIGEST, digest);
            if (source.sizeBytes() <= PART_BYTES) {
                store.put(key, piece(source, 0, source.sizeBytes()), metadata, Precondition.NONE);
            } else {
                uploadParts(store, source, key, metadata);
            }
            return true;
        }
    }

    private void uploadParts(
            ObjectStore store, ByteSource source, Location.InBucket key, Map<String, String> metadata) {
        long fewParts = source.sizeBytes() / store.capabilities().maxParts() + 1;
        long partBytes = Math.max(PART_BYTES, fewParts);
        Upload upload = store.createUpload(key, metadata);
        try {
            List<PartReceipt> parts = new ArrayList<>();
            for (long offset = 0; offset < source.sizeBytes(); offset += partBytes) {
                cancellation.check("the upload of " + source.name());
                long length = Math.min(partBytes, source.sizeBytes() - offset);
                parts.add(store.uploadPart(upload, parts.size() + 1, piece(source, offset, length)));
            }
            store.complete(upload, parts, Precondition.NONE);
        } catch (RuntimeException e) {
            store.abort(upload);
            throw e;
        }
    }

    private static Content piece(ByteSource source, long offset, long length) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(length));
        source.read(offset, buffer);
        return Content.of(buffer.flip());
    }

    private String sha256(ByteSource source) {
        MessageDigest sha256 = Sha256.start();
        eachPiece(source, sha256::update);
        return HexFormat.of().formatHex(sha256.digest());
    }

    private void eachPiece(ByteSource source, Consumer<ByteBuffer> consumer) {
        ByteBuffer buffer = ByteBuffer.allocate((int) ByteSize.MIB);
        for (long offset = 0; offset < source.sizeBytes(); offset += buffer.capacity()) {
            cancellation.check("the upload of " + source.name());
            buffer.clear().limit((int) Math.min(buffer.capacity(), source.sizeBytes() - offset));
            source.read(offset, buffer);
            consumer.accept(buffer.flip());
        }
    }
}
