package io.vmloom.coordinator.state;

import io.vmloom.cipher.SecretRef;
import io.vmloom.cipher.luks.KdfLimits;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.DigestedFile;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.MachineDisk;
import io.vmloom.coordinator.job.MachineNotes;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.coordinator.job.Making;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.terms.BatchLimits;
import io.vmloom.coordinator.terms.BatchTerms;
import io.vmloom.coordinator.terms.ClientToken;
import io.vmloom.coordinator.terms.Priority;
import io.vmloom.coordinator.terms.ReportPlace;
import io.vmloom.coordinator.terms.RetryTerms;
import io.vmloom.coordinator.terms.TimeWindow;
import io.vmloom.coordinator.terms.Tolerance;
import io.vmloom.coordinator.terms.Webhook;
import io.vmloom.digest.GuestDigest;
import io.vmloom.digest.Node;
import io.vmloom.digest.Subtree;
import io.vmloom.error.ErrorCode;
import io.vmloom.extent.Damage;
import io.vmloom.extent.Loss;
import io.vmloom.extent.Losses;
import io.vmloom.extent.OnDamage;
import io.vmloom.format.ImagePolicy;
import io.vmloom.fragment.IndexRef;
import io.vmloom.fragment.StoredFragment;
import io.vmloom.fragment.TaskResult;
import io.vmloom.fragment.WorkStats;
import io.vmloom.machine.RuleWords;
import io.vmloom.machine.ToldNote;
import io.vmloom.store.Companion;
import io.vmloom.store.Companions;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.ServerEncryption;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Records of every kind, of chance. */
final class StateRecords {
    private static final String BATCH = "b07-01J";
    private static final String ITEM = BATCH + "-0";

    private StateRecords() {}

    /** One of each kind. */
    static Stream<StateRecord> each(RandomGenerator random) {
        return Stream.of(
                new StateRecord.BatchSubmitted(batch(random), instant(random)),
                new StateRecord.CancelRequested(BATCH, instant(random)),
                new StateRecord.PauseRequested(BATCH, instant(random)),
                new StateRecord.Confirmed(BATCH, instant(random)),
                new StateRecord.Prioritized(BATCH, new Priority(random.nextInt(100))),
                new StateRecord.Reopened(BATCH, 1 + random.nextInt(9)),
                new StateRecord.BatchEnded(BATCH, instant(random)),
                new StateRecord.EndTold(BATCH, random.nextInt(4), random.nextBoolean(), instant(random)),
                new StateRecord.ItemStarted(ITEM, random.nextInt(9)),
                new StateRecord.ItemBegun(
                        ITEM,
                        random.nextInt(2000),
                        IntStream.range(0, random.nextInt(3))
                                .mapToObj(i -> version(random))
                                .toList(),
                        text(random)),
                new StateRecord.UploadBegun(
                        ITEM,
                        "segment-1",
                        inBucket(random),
                        random.nextBoolean() ? Set.of() : Set.of(text(random) + "a", text(random) + "b"),
                        random.nextBoolean() ? Optional.empty() : Optional.of(text(random)),
                        random.nextBoolean()),
                accepted(random, random.nextInt(100)),
                new StateRecord.Completing(ITEM, "target", inBucket(random), text(random)),
                new StateRecord.ItemEnded(ITEM, outcome(random), Duration.ofNanos(random.nextLong(1L << 50))));
    }

    static StateRecord.RangeAccepted accepted(RandomGenerator random, int range) {
        return accepted(random, range, ITEM);
    }

    static StateRecord.RangeAccepted accepted(RandomGenerator random, int range, String item) {
        return new StateRecord.RangeAccepted(new TaskResult.Converted(
                new TaskId(item, 3, TaskKind.CONVERT, range, 1),
                1 + random.nextInt(1 << 20),
                random.nextBoolean()
                        ? new StoredFragment.Staged(version(random))
                        : new StoredFragment.InPart(new PartReceipt(1 + range, 7, text(random))),
                new IndexRef.Inline(
                        ByteBuffer.wrap(bytes(random, random.nextInt(40))).asReadOnlyBuffer()),
                List.of(new Subtree(2, 0, Node.of(bytes(random, 32)))),
                new WorkStats(1, 2, 3, 4, 0, 5)));
    }

    private static Batch batch(RandomGenerator random) {
        return new Batch(
                BATCH,
                text(random),
                random.nextBoolean() ? BatchTerms.DEFAULT : terms(random),
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> request(random, BATCH + "-" + i))
                        .toList());
    }

    private static BatchTerms terms(RandomGenerator random) {
        return new BatchTerms(
                text(random),
                random.nextBoolean() ? Optional.empty() : Optional.of(new ClientToken(text(random), text(random))),
                new Priority(random.nextInt(100)),
                random.nextBoolean() ? Optional.empty() : Optional.of(instant(random)),
                random.nextBoolean() ? Map.of() : Map.of("cost", text(random), "owner", text(random)),
                random.nextBoolean(),
                random.nextBoolean()
                        ? BatchLimits.NONE
                        : new BatchLimits(OptionalInt.of(3), OptionalInt.empty(), OptionalLong.of(random.nextLong(9))),
                random.nextBoolean() ? Tolerance.ALL : new Tolerance(OptionalInt.of(2), OptionalInt.of(5)),
                new RetryTerms(1 + random.nextInt(9), 2, Duration.ofMillis(1 + random.nextInt(99)), Duration.ofDays(1)),
                random.nextBoolean()
                        ? List.of()
                        : List.of(new TimeWindow(
                                Set.of(DayOfWeek.MONDAY, DayOfWeek.of(2 + random.nextInt(6))),
                                LocalTime.of(random.nextInt(24), 30),
                                LocalTime.MIDNIGHT,
                                ZoneId.of(random.nextBoolean() ? "UTC" : "Europe/Berlin"))),
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(new ReportPlace(inBucket(random), Set.of(ReportPlace.Format.CSV))),
                random.nextBoolean()
                        ? List.of()
                        : List.of(new Webhook(URI.create("https://h/p"), key(random), Webhook.ALL_EVENTS)));
    }

    private static Location source(RandomGenerator random) {
        return random.nextBoolean() ? inBucket(random) : new Location.OnDisk(Path.of("/images/" + text(random)));
    }

    private static ConversionRequest request(RandomGenerator random, String id) {
        return new ConversionRequest(
                id,
                text(random),
                random.nextInt(4) == 0
                        ? Sources.member(source(random), text(random))
                        : new Sources(IntStream.rangeClosed(0, random.nextInt(3))
                                .mapToObj(i -> source(random))
                                .toList()),
                "auto",
                random.nextBoolean() ? "" : text(random),
                random.nextBoolean() ? Trust.DEFAULT : trust(random),
                inBucket(random),
                "qcow2",
                random.nextBoolean() ? Map.of() : Map.of("compress", "on", "level", text(random)),
                key(random),
                VerifyLevel.values()[random.nextInt(3)],
                OverwritePolicy.values()[random.nextInt(2)],
                random.nextBoolean() ? ObjectProperties.NONE : properties(random),
                making(random, id));
    }

    /** Machines are made of items that stand before them. */
    private static Making making(RandomGenerator random, String id) {
        int number = Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
        MachineOrder order = new MachineOrder(
                random.nextBoolean() ? Optional.empty() : Optional.of(source(random)),
                random.nextBoolean()
                        ? RuleWords.NONE
                        : new RuleWords(
                                Optional.of("virtio"),
                                Optional.of("e1000"),
                                Map.of("*", "nat", text(random) + "n", "bridge:" + text(random))),
                IntStream.range(0, number)
                        .mapToObj(i -> new MachineDisk(
                                text(random), "d" + text(random), BATCH + "-" + i, inBucket(random), "qcow2"))
                        .toList());
        return switch (random.nextInt(5)) {
            case 0 -> new Making.Config(order);
            case 1 -> new Making.Appliance(order);
            case 2 ->
                number == 0
                        ? Making.DISK
                        : new Making.Digests(
                                digested(random, number - 1),
                                IntStream.range(0, number - 1)
                                        .mapToObj(i -> digested(random, i))
                                        .toList());
            default -> Making.DISK;
        };
    }

    private static DigestedFile digested(RandomGenerator random, int item) {
        return new DigestedFile(text(random), BATCH + "-" + item, inBucket(random));
    }

    private static ObjectProperties properties(RandomGenerator random) {
        return new ObjectProperties(
                random.nextBoolean() ? Optional.empty() : Optional.of("STANDARD_IA"),
                switch (random.nextInt(4)) {
                    case 0 -> new ServerEncryption.OfBucket();
                    case 1 -> new ServerEncryption.StoreKey();
                    case 2 -> new ServerEncryption.ManagedKey(Optional.empty());
                    default -> new ServerEncryption.ManagedKey(Optional.of(text(random)));
                },
                random.nextBoolean() ? Map.of() : Map.of("cost", text(random)),
                random.nextBoolean() ? Optional.empty() : Optional.of("application/x-qcow2"),
                random.nextBoolean() ? Optional.empty() : Optional.of("private"));
    }

    private static Trust trust(RandomGenerator random) {
        return new Trust(
                new Companions(
                        List.of(new Companion(inBucket(random), text(random), "raw")),
                        Companions.Others.values()[random.nextInt(2)]),
                new ImagePolicy(
                        Set.of("qcow2", text(random)),
                        1 + random.nextLong(1L << 50),
                        7,
                        1 + random.nextInt(9),
                        random.nextBoolean() ? KdfLimits.DEFAULT : new KdfLimits(1 + random.nextLong(1L << 50), 5, 6)),
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong(1L << 50)),
                key(random),
                random.nextBoolean() ? Map.of() : Map.of(inBucket(random), new SecretRef.Named(text(random))),
                OnDamage.values()[random.nextInt(2)]);
    }

    private static Optional<SecretRef> key(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> Optional.of(new SecretRef.File(Path.of("/keys/" + text(random))));
            case 1 -> Optional.of(new SecretRef.Variable(text(random)));
            case 2 -> Optional.of(new SecretRef.Named(text(random)));
            default -> Optional.empty();
        };
    }

    private static ItemOutcome outcome(RandomGenerator random) {
        GuestDigest digest = new GuestDigest(random.nextLong(1L << 40), Node.of(bytes(random, 32)));
        return switch (random.nextInt(5)) {
            case 0 ->
                new ItemOutcome.Succeeded(
                        "raw",
                        random.nextLong(1L << 50),
                        2,
                        3,
                        4,
                        random.nextBoolean() ? List.of() : List.of(text(random), "web-s002.vmdk"),
                        random.nextBoolean() ? Optional.of(digest) : Optional.empty(),
                        VerifyLevel.FULL,
                        random.nextBoolean(),
                        5,
                        6,
                        random.nextBoolean() ? Losses.NONE : losses(random));
            case 1 -> new ItemOutcome.Skipped("qcow2", 1, 2, 3, List.of(), Optional.empty());
            case 2 -> new ItemOutcome.Skipped("qcow2", 1, 2, 3, List.of("web-flat.vmdk"), Optional.of(digest));
            case 3 -> new ItemOutcome.Assembled("vmx", 1, 2, random.nextInt(9), notes(random));
            default -> new ItemOutcome.Failed(ErrorCode.SOURCE_CHANGED, text(random), random.nextBoolean());
        };
    }

    private static MachineNotes notes(RandomGenerator random) {
        return MachineNotes.of(IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> new ToldNote(
                        "read",
                        random.nextBoolean() ? "unknown" : "secret",
                        text(random),
                        i,
                        text(random),
                        text(random)))
                .toList());
    }

    private static Losses losses(RandomGenerator random) {
        return Losses.NONE.then(new Loss(
                new GuestOffset(random.nextLong(1L << 50)),
                7,
                new Damage(text(random), HostOffset.ZERO, text(random))));
    }

    private static ObjectVersion version(RandomGenerator random) {
        Map<String, String> metadata = random.nextBoolean() ? Map.of() : Map.of("vmloom-item", text(random));
        return new ObjectVersion(
                inBucket(random), random.nextLong(1L << 50), text(random), random.nextBoolean(), metadata);
    }

    private static Location.InBucket inBucket(RandomGenerator random) {
        return new Location.InBucket("bucket", "k" + text(random));
    }

    private static Instant instant(RandomGenerator random) {
        return Instant.ofEpochSecond(random.nextLong(1L << 33), random.nextInt(1_000_000_000));
    }

    private static String text(RandomGenerator random) {
        int[] characters = random.ints(random.nextInt(12), 'a', 'ё').toArray();
        return new String(characters, 0, characters.length);
    }

    private static byte[] bytes(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
