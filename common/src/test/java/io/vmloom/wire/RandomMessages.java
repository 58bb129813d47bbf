package io.vmloom.wire;

import io.vmloom.cipher.CipherSpec;
import io.vmloom.cipher.SealedCipher;
import io.vmloom.codec.Codec;
import io.vmloom.codec.Compression;
import io.vmloom.codec.Wrapper;
import io.vmloom.digest.GuestDigest;
import io.vmloom.digest.Node;
import io.vmloom.digest.Subtree;
import io.vmloom.error.ErrorCode;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Damage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Loss;
import io.vmloom.extent.Losses;
import io.vmloom.extent.Mapping;
import io.vmloom.extent.OnDamage;
import io.vmloom.fragment.IndexRef;
import io.vmloom.fragment.StoredFragment;
import io.vmloom.fragment.TaskResult;
import io.vmloom.fragment.WorkStats;
import io.vmloom.range.WorkRange;
import io.vmloom.store.FileRange;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Upload;
import io.vmloom.task.Assurance;
import io.vmloom.task.EncoderSpec;
import io.vmloom.task.Piece;
import io.vmloom.task.Placement;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.task.UnpackTarget;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Tasks and results of every kind with values from all over their ranges; equal seeds give equal messages. */
final class RandomMessages {
    private final Random random;

    RandomMessages(long seed) {
        this.random = new Random(seed);
    }

    Task task() {
        Task task = work();
        return random.nextBoolean() ? task : task.withTenant(text());
    }

    private Task work() {
        return switch (random.nextInt(5)) {
            case 0 ->
                new Task.Convert(
                        id(),
                        list(3, this::version),
                        ciphers(),
                        range(),
                        encoder(),
                        text(),
                        placement(),
                        one(Assurance.values()),
                        one(OnDamage.values()));
            case 1 -> new Task.Compose(id(), list(6, this::piece), upload(), whole());
            case 2 ->
                random.nextBoolean()
                        ? new Task.Unpack(id(), version(), one(Wrapper.values()), number(), unpackTarget())
                        : new Task.Unpack(
                                id(),
                                List.of(fileRange(), fileRange()),
                                random.nextBoolean() ? Optional.of(one(Wrapper.values())) : Optional.empty(),
                                number(),
                                unpackTarget());
            case 3 -> new Task.Hash(id(), fileRange());
            default -> new Task.Digest(id(), list(3, this::version), ciphers(), range(), one(OnDamage.values()));
        };
    }

    TaskResult result() {
        return switch (random.nextInt(6)) {
            case 0 ->
                new TaskResult.Converted(id(), number(), stored(), index(), list(5, this::subtree), stats(), losses());
            case 1 -> new TaskResult.ComposedPart(id(), part());
            case 2 -> new TaskResult.ComposedObject(id(), version());
            case 3 -> new TaskResult.Digested(id(), list(5, this::subtree), stats());
            case 4 -> new TaskResult.Hashed(id(), text(), stats());
            default -> new TaskResult.Failed(id(), one(ErrorCode.values()), text(), random.nextBoolean());
        };
    }

    private TaskId id() {
        return new TaskId(
                "b07-01J." + random.nextInt(1000) + "_x",
                whole(),
                one(TaskKind.values()),
                whole(),
                1 + random.nextInt(5));
    }

    private Losses losses() {
        Losses losses = Losses.NONE;
        for (int i = random.nextInt(3); i > 0; i--) {
            Damage damage = new Damage(text(), host(), text());
            losses = losses.then(new Loss(new GuestOffset(whole()), 1 + random.nextInt(1000), damage));
        }
        return losses;
    }

    private WorkRange range() {
        int count = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(1000);
            default -> random.nextInt(10);
        };
        return new WorkRange(whole(), new GuestOffset(number()), number(), number(), extents(count));
    }

    /** Mostly one after the other, as in a range, but sometimes anywhere. */
    private List<Extent> extents(int count) {
        long[] next = {random.nextLong(1L << 40)};
        return Stream.generate(() -> {
                    long start = random.nextInt(5) == 0 ? random.nextLong(1L << 62) : next[0];
                    long length = 1 + random.nextLong(1L << random.nextInt(1, 40));
                    next[0] = start + length;
                    return new Extent(new GuestOffset(start), length, mapping());
                })
                .limit(count)
                .toList();
    }

    private Mapping mapping() {
        return switch (random.nextInt(5)) {
            case 0 -> new Mapping.Data(random.nextInt(3), host());
            case 4 -> {
                int sectorBytes = 512 << random.nextInt(4);
                yield new Mapping.Encrypted(
                        random.nextInt(3), host().plus(sectorBytes), random.nextLong(1L << 61), sectorBytes);
            }
            case 1 ->
                new Mapping.Compressed(
                        random.nextInt(3),
                        host(),
                        whole(),
                        new CompressedUnit(
                                one(Codec.values()),
                                one(CompressedUnit.Framing.values()),
                                512 + random.nextInt(CompressedUnit.MAX_DECODED_BYTES - 511)),
                        whole());
            case 2 -> Mapping.Zero.INSTANCE;
            default -> Mapping.Unallocated.INSTANCE;
        };
    }

    private Map<Integer, SealedCipher> ciphers() {
        Map<Integer, SealedCipher> ciphers = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            ciphers.put(whole(), cipher());
        }
        return ciphers;
    }

    private SealedCipher cipher() {
        CipherSpec spec = new CipherSpec(one(CipherSpec.Mode.values()), one(CipherSpec.Numbering.values()));
        return new SealedCipher(spec, 512 << random.nextInt(4), number(), buffer());
    }

    private HostOffset host() {
        return new HostOffset(random.nextLong(1L << 62));
    }

    private EncoderSpec encoder() {
        int unit = 512 << random.nextInt(20);
        return switch (random.nextInt(6)) {
            case 0 -> new EncoderSpec.Identity(unit, random.nextBoolean());
            case 1 -> new EncoderSpec.PackedPlain(unit);
            case 5 ->
                new EncoderSpec.Encrypted(
                        random.nextBoolean()
                                ? new EncoderSpec.Identity(unit, false)
                                : new EncoderSpec.PackedPlain(unit, 0, random.nextBoolean()),
                        cipher(),
                        number() & -4096L);
            case 2 -> new EncoderSpec.PackedCompressed(unit, compression(), random.nextBoolean());
            case 3 -> new EncoderSpec.Streams(unit, one(Wrapper.values()), 1 + random.nextInt(9), number());
            default -> new EncoderSpec.MarkedStream(unit, compression(), number(), random.nextBoolean());
        };
    }

    private Compression compression() {
        return new Compression(one(new Codec[] {Codec.DEFLATE, Codec.ZLIB, Codec.ZSTD}), random.nextInt(13));
    }

    private Placement placement() {
        return switch (random.nextInt(3)) {
            case 0 ->
                new Placement.Part(upload(), whole(), number(), inBucket(), random.nextBoolean() ? version() : null);
            case 1 -> new Placement.Staged(inBucket());
            default -> new Placement.Local(text());
        };
    }

    private Piece piece() {
        return switch (random.nextInt(3)) {
            case 0 -> new Piece.Staged(version(), number(), number());
            case 1 -> new Piece.Inline(buffer());
            default -> new Piece.Zeros(number());
        };
    }

    private UnpackTarget unpackTarget() {
        return random.nextBoolean() ? new UnpackTarget.Staged(inBucket(), metadata()) : new UnpackTarget.Local(text());
    }

    private StoredFragment stored() {
        return switch (random.nextInt(4)) {
            case 0 -> new StoredFragment.InPart(part());
            case 1 -> new StoredFragment.Staged(version());
            case 2 -> new StoredFragment.InFile();
            default -> new StoredFragment.Empty();
        };
    }

    private IndexRef index() {
        return random.nextBoolean() ? new IndexRef.Inline(buffer()) : new IndexRef.Spilled(version());
    }

    private Subtree subtree() {
        int level = random.nextInt(GuestDigest.HEIGHT + 1);
        long position = level == GuestDigest.HEIGHT ? 0 : random.nextLong(1L << (GuestDigest.HEIGHT - level));
        byte[] node = new byte[Node.BYTES];
        random.nextBytes(node);
        return new Subtree(level, position, Node.of(node));
    }

    private WorkStats stats() {
        return new WorkStats(number(), number(), number(), number(), random.nextInt(2) * number(), number());
    }

    private FileRange fileRange() {
        ObjectVersion file = version();
        long start = random.nextLong(file.sizeBytes() + 1);
        return new FileRange(file, start, random.nextLong(file.sizeBytes() - start + 1));
    }

    private ObjectVersion version() {
        Location location = random.nextBoolean() ? inBucket() : new Location.OnDisk(Path.of("/images", text()));
        return new ObjectVersion(location, number(), text(), random.nextBoolean(), metadata());
    }

    private Location.InBucket inBucket() {
        return new Location.InBucket("bucket-" + whole(), "images/" + text());
    }

    private Upload upload() {
        return new Upload(inBucket(), text());
    }

    private PartReceipt part() {
        return new PartReceipt(whole(), number(), text());
    }

    private Map<String, String> metadata() {
        Map<String, String> metadata = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            metadata.put("vmloom-" + whole(), text());
        }
        return metadata;
    }

    /** Some are slices of longer buffers, some lie outside the heap. */
    private ByteBuffer buffer() {
        byte[] bytes = new byte[random.nextInt(2000)];
        random.nextBytes(bytes);
        ByteBuffer buffer = random.nextBoolean() ? ByteBuffer.wrap(bytes) : ByteBuffer.allocateDirect(bytes.length);
        return buffer.position(random.nextInt(bytes.length + 1));
    }

    private long number() {
        return random.nextLong() >>> random.nextInt(1, 64);
    }

    private int whole() {
        return random.nextInt() >>> random.nextInt(1, 32);
    }

    private String text() {
        return random.ints(random.nextInt(20), 0x20, 0x2fff)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replace("/", "-");
    }

    private <E> E one(E[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> List<T> list(int atMost, Supplier<T> maker) {
        return Stream.generate(maker).limit(random.nextInt(atMost + 1)).toList();
    }
}
