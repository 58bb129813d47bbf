package io.vmloom.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cipher.CipherSpec;
import io.vmloom.cipher.SealedCipher;
import io.vmloom.codec.Codec;
import io.vmloom.codec.Compression;
import io.vmloom.codec.Wrapper;
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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Pins version 1 byte by byte. Whoever has to change a file here changes what runs in clusters: either the change can be
 * read by those who do not know it (a new field that may be missing), or it is a new version under new topics. Run with
 * {@code -Dvmloom.golden=write} to write files that are missing.
 */
class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/io/vmloom/wire/v1");
    private static final int LINE = 64;

    private static final Location.InBucket TARGET = new Location.InBucket("out", "disks/a.qcow2");
    private static final Location.InBucket STAGING = new Location.InBucket("out", ".vmloom/b07-a/range-3-0-1");
    private static final Upload UPLOAD = new Upload(TARGET, "upload-7");
    private static final ObjectVersion SOURCE = new ObjectVersion(
            new Location.InBucket("in", "a.vmdk"), 1L << 33, "9b2c", false, Map.of("b", "2", "a", "1"));
    private static final ObjectVersion FILE =
            new ObjectVersion(new Location.OnDisk(Path.of("/images/ü.img")), 4096, "4096-1", true, Map.of());
    private static final ObjectVersion STAGED = new ObjectVersion(STAGING, 70_000, "5d41", false, Map.of());
    private static final SealedCipher CIPHER = new SealedCipher(
            new CipherSpec(CipherSpec.Mode.XTS, CipherSpec.Numbering.PLAIN64), 4096, 7, ByteBuffer.wrap(new byte[] {
                9, 8, 7
            }));
    private static final WorkStats STATS = new WorkStats(1, 2, 3, 4, 0, 5_000_000_000L);

    @TestFactory
    Stream<DynamicTest> tasks() {
        Map<String, Task> tasks = new LinkedHashMap<>();
        tasks.put(
                "convert-part",
                convert(
                        new EncoderSpec.PackedCompressed(65536, new Compression(Codec.ZSTD, 3)),
                        new Placement.Part(UPLOAD, 4, 5 << 20, STAGING, STAGED),
                        fewExtents()));
        tasks.put(
                "convert-part-without-zeros",
                convert(
                        new EncoderSpec.PackedPlain(65536),
                        new Placement.Part(UPLOAD, 4, 5 << 20, STAGING, null),
                        fewExtents()));
        tasks.put(
                "convert-staged",
                convert(
                        new EncoderSpec.MarkedStream(65536, new Compression(Codec.DEFLATE, 6), 5 << 20),
                        new Placement.Staged(STAGING),
                        fewExtents()));
        tasks.put(
                "convert-keeping-streams",
                convert(
                        new EncoderSpec.PackedCompressed(65536, new Compression(Codec.DEFLATE, 4), true),
                        new Placement.Staged(STAGING),
                        fewExtents()));
        tasks.put(
                "convert-local",
                convert(new EncoderSpec.Identity(4096, false), new Placement.Local("/out/a.raw#1"), fewExtents()));
        tasks.put(
                "convert-streams",
                convert(
                        new EncoderSpec.Streams(4 << 20, Wrapper.XZ, 6, 5 << 20),
                        new Placement.Staged(STAGING),
                        fewExtents()));
        tasks.put(
                "convert-encrypted",
                convert(
                        new EncoderSpec.Encrypted(new EncoderSpec.Identity(), CIPHER, 1 << 30),
                        new Placement.Staged(STAGING),
                        fewExtents()));
        tasks.put("compose-part", new Task.Compose(id(TaskKind.COMPOSE), pieces(), UPLOAD, 9));
        tasks.put(
                "unpack-staged",
                new Task.Unpack(
                        id(TaskKind.UNPACK),
                        SOURCE,
                        Wrapper.XZ,
                        1L << 38,
                        new UnpackTarget.Staged(STAGING, Map.of("vmloom-unpacked-from", "77"))));
        tasks.put(
                "unpack-local",
                new Task.Unpack(id(TaskKind.UNPACK), FILE, Wrapper.GZIP, 1L << 38, new UnpackTarget.Local("b07-a")));
        tasks.put(
                "unpack-pieces",
                new Task.Unpack(
                        id(TaskKind.UNPACK),
                        List.of(new FileRange(SOURCE, 512, 1024), FileRange.whole(FILE)),
                        Optional.empty(),
                        1L << 38,
                        new UnpackTarget.Local("b07-a")));
        tasks.put("digest", new Task.Digest(id(TaskKind.DIGEST), List.of(SOURCE, FILE), range(fewExtents())));
        tasks.put(
                "digest-of-a-tenant",
                new Task.Digest(id(TaskKind.DIGEST), List.of(SOURCE), range(fewExtents())).withTenant("team-a"));
        tasks.put(
                "digest-encrypted",
                new Task.Digest(
                        id(TaskKind.DIGEST),
                        List.of(SOURCE, FILE),
                        Map.of(1, CIPHER),
                        range(encryptedExtents()),
                        OnDamage.REFUSE));
        tasks.put(
                "digest-salvaged",
                new Task.Digest(
                        id(TaskKind.DIGEST), List.of(SOURCE, FILE), Map.of(), range(fewExtents()), OnDamage.ZEROS));
        tasks.put("hash", new Task.Hash(id(TaskKind.HASH), FileRange.whole(STAGED)));
        tasks.put("hash-of-a-range", new Task.Hash(id(TaskKind.HASH), new FileRange(SOURCE, 512, 1L << 32)));
        return tasks.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    byte[] golden = golden(entry.getKey(), TaskWire.encode(entry.getValue()));
                    assertThat(TaskWire.decode(golden)).isEqualTo(new TaskMessage.Whole(entry.getValue()));
                    assertThat(TaskWire.encode(entry.getValue())).isEqualTo(golden);
                }));
    }

    /** Another version of zstd may write other bytes, so that only reading is pinned. */
    @TestFactory
    Stream<DynamicTest> manyExtents() {
        Task task = new Task.Digest(id(TaskKind.DIGEST), List.of(SOURCE), range(manyCompressed()));
        return Stream.of(DynamicTest.dynamicTest("digest-many-extents", () -> {
            byte[] golden = golden("digest-many-extents", TaskWire.encode(task));
            assertThat(TaskWire.decode(golden)).isEqualTo(new TaskMessage.Whole(task));
        }));
    }

    @TestFactory
    Stream<DynamicTest> spilled() {
        return Stream.of(DynamicTest.dynamicTest("spilled", () -> {
            byte[] bytes = TaskWire.encodeSpilled(id(TaskKind.CONVERT), STAGED);
            byte[] golden = golden("spilled", bytes);
            assertThat(TaskWire.decode(golden)).isEqualTo(new TaskMessage.Spilled(id(TaskKind.CONVERT), STAGED));
            assertThat(bytes).isEqualTo(golden);
        }));
    }

    @TestFactory
    Stream<DynamicTest> results() {
        List<Subtree> digest = List.of(
                new Subtree(0, 5, Node.of("abcdefghijklmnopqrstuvwxyz012345".getBytes(StandardCharsets.US_ASCII))),
                new Subtree(4, 1, Node.ZERO));
        IndexRef inline = new IndexRef.Inline(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        Map<String, TaskResult> results = new LinkedHashMap<>();
        results.put(
                "converted-part",
                new TaskResult.Converted(
                        id(TaskKind.CONVERT),
                        6 << 20,
                        new StoredFragment.InPart(new PartReceipt(4, 6 << 20, "e1")),
                        inline,
                        digest,
                        STATS));
        results.put(
                "converted-staged",
                new TaskResult.Converted(
                        id(TaskKind.CONVERT),
                        70_000,
                        new StoredFragment.Staged(STAGED),
                        new IndexRef.Spilled(STAGED),
                        digest,
                        STATS));
        results.put(
                "converted-file",
                new TaskResult.Converted(
                        id(TaskKind.CONVERT), 70_000, new StoredFragment.InFile(), inline, List.of(), STATS));
        results.put(
                "converted-empty",
                new TaskResult.Converted(
                        id(TaskKind.CONVERT), 0, new StoredFragment.Empty(), inline, List.of(), STATS));
        results.put(
                "converted-losses",
                new TaskResult.Converted(
                        id(TaskKind.CONVERT),
                        70_000,
                        new StoredFragment.InFile(),
                        inline,
                        List.of(),
                        STATS,
                        Losses.NONE.then(new Loss(
                                new GuestOffset(1 << 30),
                                65536,
                                new Damage("s3://in/a.vmdk", new HostOffset(1 << 20), "zlib checksum differs")))));
        results.put(
                "composed-part", new TaskResult.ComposedPart(id(TaskKind.COMPOSE), new PartReceipt(9, 5 << 20, "e2")));
        results.put("composed-object", new TaskResult.ComposedObject(id(TaskKind.COMPOSE), SOURCE));
        results.put("digested", new TaskResult.Digested(id(TaskKind.DIGEST), digest, STATS));
        results.put("hashed", new TaskResult.Hashed(id(TaskKind.HASH), "e3b0".repeat(16), STATS));
        results.put(
                "failed",
                new TaskResult.Failed(
                        id(TaskKind.CONVERT), ErrorCode.STORE_UNAVAILABLE, "s3://in/a.vmdk: slow down", true));
        return results.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    byte[] golden = golden(entry.getKey(), ResultWire.encode(entry.getValue()));
                    assertThat(ResultWire.decode(golden)).isEqualTo(entry.getValue());
                    assertThat(ResultWire.encode(entry.getValue())).isEqualTo(golden);
                }));
    }

    private static Task convert(EncoderSpec encoder, Placement placement, List<Extent> extents) {
        return new Task.Convert(
                id(TaskKind.CONVERT),
                List.of(SOURCE, FILE),
                range(extents),
                encoder,
                "zstd-1.5.7/3",
                placement,
                Assurance.DECODED_BACK);
    }

    private static TaskId id(TaskKind kind) {
        return new TaskId("b07-a", 0, kind, 3, 1);
    }

    private static WorkRange range(List<Extent> extents) {
        return new WorkRange(3, new GuestOffset(1 << 30), 1 << 20, 196_608, extents);
    }

    private static List<Extent> fewExtents() {
        CompressedUnit marked = new CompressedUnit(Codec.DEFLATE, CompressedUnit.Framing.SECTOR_MARKED, 65536);
        CompressedUnit bare = new CompressedUnit(Codec.ZLIB, CompressedUnit.Framing.BARE, 65536);
        long start = 1 << 30;
        return List.of(
                new Extent(new GuestOffset(start), 65536, new Mapping.Data(0, new HostOffset(1L << 32))),
                new Extent(
                        new GuestOffset(start + 65536),
                        65536,
                        new Mapping.Compressed(0, new HostOffset(4096), 900, marked, 0)),
                new Extent(
                        new GuestOffset(start + 131_072),
                        32768,
                        new Mapping.Compressed(1, new HostOffset(8192), 1024, bare, 32768)),
                new Extent(new GuestOffset(start + 163_840), 32768, Mapping.Zero.INSTANCE),
                new Extent(new GuestOffset(start + 196_608), 851_968, Mapping.Unallocated.INSTANCE));
    }

    private static List<Extent> encryptedExtents() {
        long start = 1 << 30;
        return List.of(
                new Extent(
                        new GuestOffset(start),
                        65536,
                        new Mapping.Encrypted(1, new HostOffset(1 << 24), 1 << 30, 4096)),
                new Extent(
                        new GuestOffset(start + 65536),
                        1000,
                        new Mapping.Encrypted(1, new HostOffset((1 << 20) + 512), 512, 4096)),
                new Extent(new GuestOffset(start + 66536), 512, new Mapping.Data(0, new HostOffset(0))));
    }

    private static List<Extent> manyCompressed() {
        CompressedUnit unit = new CompressedUnit(Codec.ZSTD, CompressedUnit.Framing.BARE, 65536);
        List<Extent> extents = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Mapping mapping = new Mapping.Compressed(0, new HostOffset(i * 30_000L), 20_000 + i, unit, 0);
            extents.add(new Extent(new GuestOffset(i * 65536L), 65536, mapping));
        }
        return extents;
    }

    private static List<Piece> pieces() {
        return List.of(
                new Piece.Staged(STAGED, 512, 69_488),
                new Piece.Inline(ByteBuffer.wrap(new byte[] {(byte) 0xff, 0, 1})),
                new Piece.Zeros(1 << 16));
    }

    private static byte[] golden(String name, byte[] current) throws IOException {
        Path file = FOLDER.resolve(name + ".hex");
        if (Files.notExists(file) && Objects.equals(System.getProperty("vmloom.golden"), "write")) {
            Files.createDirectories(FOLDER);
            Files.write(
                    file,
                    HexFormat.of()
                            .formatHex(current)
                            .replaceAll("(.{" + LINE + "})", "$1\n")
                            .lines()
                            .toList());
        }
        assertThat(file).as("golden bytes of %s", name).exists();
        return HexFormat.of().parseHex(String.join("", Files.readAllLines(file)));
    }
}
