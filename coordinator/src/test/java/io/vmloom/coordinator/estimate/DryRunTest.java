package io.vmloom.coordinator.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.cipher.SecretRef;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.DigestedFile;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.Making;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.PackageItems;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.error.CancelledException;
import io.vmloom.error.ErrorCode;
import io.vmloom.machine.RuleWords;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.overlay.ReadOnlyStore;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a dry run says is what a run does. */
@Timeout(120)
class DryRunTest {
    private static final int DISK_BYTES = (37 << 20) + 512 * 7;

    private static final StoreCapabilities DENSE = new StoreCapabilities(false, 1 << 20, 100, 64 << 20);

    private record Kind(String format, Map<String, String> options) {}

    /** Without compression, so that lengths are known. */
    private static final List<Kind> PLAIN = List.of(
            new Kind("raw", Map.of()),
            new Kind("qcow2", Map.of()),
            new Kind("vmdk", Map.of()),
            new Kind("vmdk", Map.of("subformat", "monolithicFlat")),
            new Kind("vmdk", Map.of("subformat", "twoGbMaxExtentSparse")),
            new Kind("vdi", Map.of()),
            new Kind("vdi", Map.of("static", "on")),
            new Kind("vpc", Map.of()),
            new Kind("vhdx", Map.of("block_size", "1M")),
            new Kind("qcow", Map.of()),
            new Kind("qed", Map.of()),
            new Kind("parallels", Map.of()),
            new Kind("cow", Map.of()),
            new Kind("luks", Map.of("iterations", "1000")),
            new Kind("qcow2", Map.of("encrypt.format", "luks", "encrypt.iterations", "1000")));

    private static final List<Kind> COMPRESSED = List.of(
            new Kind("qcow2", Map.of("compress", "on")),
            new Kind("vmdk", Map.of("subformat", "streamOptimized")),
            new Kind("raw", Map.of("outer", "gzip", "compression_level", "1")),
            new Kind("raw", Map.of("outer", "zstd")));

    private static final byte[] FULL = noise(DISK_BYTES);
    private static final byte[] SPARSE_QCOW2 = sparseQcow2();

    private Optional<SmallCluster> open = Optional.empty();

    @AfterEach
    void close() {
        open.ifPresent(SmallCluster::close);
    }

    static Stream<Arguments> plainKinds() {
        return PLAIN.stream()
                .flatMap(kind -> Stream.of(
                        Arguments.of(kind, StoreCapabilities.S3, VerifyLevel.DIGEST),
                        Arguments.of(kind, StoreCapabilities.S3, VerifyLevel.FULL),
                        Arguments.of(kind, DENSE, VerifyLevel.NONE)));
    }

    static Stream<Kind> compressedKinds() {
        return COMPRESSED.stream();
    }

    @ParameterizedTest(name = "{0} into {1}, verified: {2}")
    @MethodSource("plainKinds")
    void requestsMessagesRangesAndBytesAreThoseOfARun(Kind kind, StoreCapabilities store, VerifyLevel verify) {
        SmallCluster cluster = cluster(store);
        List<ConversionRequest> items = List.of(item(0, "sparse.qcow2", "out/disk", kind, verify));

        Estimate estimate = cluster.rehearse(items);
        SmallCluster.Done done = cluster.run(items);

        ItemEstimate item = estimate.items().getFirst();
        ItemOutcome.Succeeded outcome = succeeded(done);
        assertThat(item.message()).isEmpty();
        assertThat(item.expectation()).isEqualTo(Expectation.CONVERTED);
        assertThat(item.ranges()).isEqualTo(outcome.ranges());
        assertThat(item.targetBytes()).isEqualTo(outcome.targetBytes());
        assertThat(item.dataBytes()).isEqualTo(outcome.dataBytes());
        assertThat(item.virtualBytes()).isEqualTo(outcome.virtualBytes());
        assertThat(estimate.total().requests()).isEqualTo(done.requests());
        assertThat(estimate.total().messages()).isEqualTo(done.messages());
    }

    @ParameterizedTest
    @MethodSource("compressedKinds")
    void ofWhatIsCompressedThereIsABoundAndTheRangesAreExact(Kind kind) {
        SmallCluster cluster = cluster(StoreCapabilities.S3);
        List<ConversionRequest> items = List.of(item(0, "sparse.qcow2", "out/disk", kind, VerifyLevel.DIGEST));

        ItemEstimate item = cluster.rehearse(items).items().getFirst();
        ItemOutcome.Succeeded outcome = succeeded(cluster.run(items));

        assertThat(item.message()).isEmpty();
        assertThat(item.ranges()).isEqualTo(outcome.ranges());
        assertThat(item.dataBytes()).isEqualTo(outcome.dataBytes());
        assertThat(outcome.targetBytes()).isLessThanOrEqualTo(item.maxTargetBytes());
        assertThat(item.targetBytes()).isBetween(1L, item.maxTargetBytes());
    }

    @Test
    void aBatchIsTheSumOfItsItemsAndWhatIsDoneIsSkipped() {
        SmallCluster cluster = cluster(StoreCapabilities.S3);
        Kind raw = new Kind("raw", Map.of());
        cluster.run(List.of(item(0, "full.raw", "done/disk.raw", raw, VerifyLevel.DIGEST)));
        List<ConversionRequest> items = new ArrayList<>();
        items.add(item(0, "full.raw", "done/disk.raw", raw, VerifyLevel.DIGEST));
        items.add(item(1, "sparse.qcow2", "out/a.vdi", new Kind("vdi", Map.of()), VerifyLevel.DIGEST));
        items.add(item(2, "full.raw", "out/b.qcow2", new Kind("qcow2", Map.of()), VerifyLevel.FULL));
        items.add(item(3, "missing.raw", "out/c.raw", raw, VerifyLevel.DIGEST));

        Estimate estimate = cluster.rehearse(items);
        SmallCluster.Done done = cluster.run(items);

        assertThat(estimate.items())
                .extracting(ItemEstimate::expectation)
                .containsExactly(
                        Expectation.SKIPPED, Expectation.CONVERTED, Expectation.CONVERTED, Expectation.REFUSED);
        assertThat(estimate.total().requests()).isEqualTo(done.requests());
        assertThat(estimate.total().messages()).isEqualTo(done.messages());
    }

    @Test
    void aRefusalIsARowWithTheSameCodeAndMessage() {
        SmallCluster cluster = cluster(StoreCapabilities.S3);
        cluster.put("broken.qcow2", new byte[] {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 3});
        List<ConversionRequest> items =
                List.of(item(0, "broken.qcow2", "out/disk", new Kind("raw", Map.of()), VerifyLevel.DIGEST));

        ItemEstimate row = cluster.rehearse(items).items().getFirst();

        ItemOutcome.Failed failed =
                (ItemOutcome.Failed) cluster.run(items).reports().getFirst().outcome();
        assertThat(row.expectation()).isEqualTo(Expectation.REFUSED);
        assertThat(row.code()).contains(ErrorCode.IMAGE_INVALID).contains(failed.code());
        assertThat(row.message()).isEqualTo(failed.message());
    }

    @Test
    void anotherTargetInThePlaceIsToBeComparedAndTheRequestsForThatAreCounted() {
        SmallCluster cluster = cluster(StoreCapabilities.S3);
        Kind raw = new Kind("raw", Map.of());
        cluster.put("out/disk.raw", noise(DISK_BYTES));
        List<ConversionRequest> items = List.of(item(0, "full.raw", "out/disk.raw", raw, VerifyLevel.DIGEST));

        Estimate estimate = cluster.rehearse(items);
        SmallCluster.Done done = cluster.run(items);

        assertThat(estimate.items().getFirst().expectation()).isEqualTo(Expectation.COMPARED);
        assertThat(estimate.total().requests()).isEqualTo(done.requests());
    }

    @Test
    void aFileOfThisHostIsNeitherMadeNorTouched(@TempDir Path folder) throws Exception {
        SmallCluster cluster = cluster(StoreCapabilities.S3);
        for (Kind kind : PLAIN) {
            List<ConversionRequest> items = List.of(
                    request(0, "sparse.qcow2", new Location.OnDisk(folder.resolve("disk")), kind, VerifyLevel.DIGEST));

            Estimate estimate = cluster.rehearse(items);

            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).isEmpty();
            }
            SmallCluster.Done done = cluster.run(items);
            ItemEstimate item = estimate.items().getFirst();
            assertThat(item.message()).isEmpty();
            assertThat(item.targetBytes()).isEqualTo(succeeded(done).targetBytes());
            assertThat(estimate.total().messages().tasks())
                    .isEqualTo(done.messages().tasks());
            assertThat(estimate.total().requests()).isEqualTo(done.requests());
            try (Stream<Path> made = Files.list(folder)) {
                for (Path file : made.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void whatIsCompressedAsAWholeIsNotUnpacked() {
        SmallCluster cluster = cluster(StoreCapabilities.S3);
        cluster.run(List.of(
                item(0, "full.raw", "disk.raw.gz", new Kind("raw", Map.of("outer", "gzip")), VerifyLevel.NONE)));
        ConversionRequest packed = item(0, "disk.raw.gz", "out/disk", new Kind("qcow2", Map.of()), VerifyLevel.DIGEST);
        ConversionRequest allowed = new ConversionRequest(
                packed.id(),
                packed.name(),
                packed.source(),
                packed.sourceFormat(),
                "",
                packed.trust().unpackingUpTo(1 << 30),
                packed.target(),
                packed.targetFormat(),
                Map.of(),
                Optional.empty(),
                packed.verify(),
                packed.overwrite());

        ItemEstimate item = cluster.rehearse(List.of(allowed)).items().getFirst();

        assertThat(item.expectation()).isEqualTo(Expectation.UNKNOWN);
        assertThat(item.message()).contains("unpacked");
    }

    @Test
    void aPackageIsAsLargeAsItsDisksAndWhatIsAroundThem() {
        SmallCluster cluster = cluster(StoreCapabilities.S3);
        List<ConversionRequest> items = packaged("full.raw", "sparse.qcow2");

        Estimate estimate = cluster.rehearse(items);
        List<ItemReport> reports = cluster.run(items).reports();

        ItemEstimate whole = estimate.items().getLast();
        List<ItemEstimate> disks = estimate.items().subList(0, 2);
        assertThat(whole.expectation()).isEqualTo(Expectation.CONVERTED);
        assertThat(reports.getLast().outcome()).isInstanceOfSatisfying(ItemOutcome.Assembled.class, made -> {
            long around = made.targetBytes()
                    - reports.stream()
                            .limit(2)
                            .mapToLong(disk -> ((ItemOutcome.Succeeded) disk.outcome()).targetBytes())
                            .sum();
            assertThat(whole.targetBytes()
                            - disks.stream()
                                    .mapToLong(ItemEstimate::targetBytes)
                                    .sum())
                    .isBetween(around, around + (32 << 10));
            assertThat(whole.maxTargetBytes()
                            - disks.stream()
                                    .mapToLong(ItemEstimate::maxTargetBytes)
                                    .sum())
                    .isBetween(around, around + (32 << 10));
            assertThat(made.targetBytes()).isLessThanOrEqualTo(whole.maxTargetBytes());
        });
        assertThat(EstimateJson.total(estimate, 1)).containsEntry("targetBytes", whole.targetBytes());
        assertThat(cluster.rehearse(items).items().getLast().expectation()).isEqualTo(Expectation.COMPARED);
    }

    @Test
    void aPackageOfADiskThatWouldBeRefusedWouldBeToo() {
        SmallCluster cluster = cluster(StoreCapabilities.S3);

        ItemEstimate whole =
                cluster.rehearse(packaged("full.raw", "missing.raw")).items().getLast();

        assertThat(whole.expectation()).isEqualTo(Expectation.REFUSED);
        assertThat(whole.code()).contains(ErrorCode.DISK_MISSING);
        assertThat(whole.message()).isEqualTo("'missing.raw', which it is made of, would be refused");
    }

    @Test
    void theSizeOfAListOfDigestsIsExact() {
        SmallCluster cluster = cluster(StoreCapabilities.S3);
        Kind raw = new Kind("raw", Map.of());
        List<ConversionRequest> items = new ArrayList<>();
        items.add(item(0, "full.raw", "out/a.raw", raw, VerifyLevel.NONE));
        items.add(item(1, "sparse.qcow2", "out/b.raw", raw, VerifyLevel.NONE));
        items.add(item(2, "full.raw", "out/web.mf", new Kind("mf", Map.of()), VerifyLevel.NONE)
                .withMaking(new Making.Digests(
                        new DigestedFile(
                                "a.raw", items.get(0).id(), items.get(0).target()),
                        List.of(new DigestedFile(
                                "b.raw", items.get(1).id(), items.get(1).target())))));

        ItemEstimate before = cluster.rehearse(items).items().getLast();
        List<ItemReport> reports = cluster.run(items).reports();

        assertThat(before.expectation()).isEqualTo(Expectation.CONVERTED);
        assertThat(before.targetBytes())
                .isEqualTo(before.maxTargetBytes())
                .isEqualTo(((ItemOutcome.Assembled) reports.getLast().outcome()).targetBytes());
    }

    @Test
    void tenThousandItemsAreEstimatedAFewAtATime() {
        SmallCluster cluster = cluster(StoreCapabilities.S3);
        cluster.put("small.raw", noise(64 << 10));
        Crowd crowd = new Crowd(cluster.store());
        Kind qcow2 = new Kind("qcow2", Map.of());
        List<ConversionRequest> items = IntStream.range(0, 10_000)
                .mapToObj(number -> item(number, "small.raw", "out/" + number, qcow2, VerifyLevel.DIGEST))
                .toList();

        Estimate estimate = SmallCluster.rehearse(items, crowd, new Cancellation());

        assertThat(estimate.count(Expectation.CONVERTED)).isEqualTo(10_000);
        assertThat(estimate.items().get(9_999).request()).isEqualTo(items.get(9_999));
        assertThat(crowd.most.get()).isBetween(1, SmallCluster.MOST_AT_ONCE);
    }

    @Test
    void aDryRunCanBeCancelled() {
        SmallCluster cluster = cluster(StoreCapabilities.S3);
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        List<ConversionRequest> items =
                List.of(item(0, "full.raw", "out/disk", new Kind("raw", Map.of()), VerifyLevel.NONE));

        assertThatThrownBy(() -> SmallCluster.rehearse(items, cluster.store(), cancellation))
                .isInstanceOf(CancelledException.class);
    }

    /** How many ask at once. */
    private static final class Crowd extends ReadOnlyStore {
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        Crowd(ObjectStore store) {
            super(store);
        }

        @Override
        public void read(ObjectVersion version, long offset, ByteBuffer destination) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                super.read(version, offset, destination);
            } finally {
                now.decrementAndGet();
            }
        }
    }

    private SmallCluster cluster(StoreCapabilities capabilities) {
        SmallCluster cluster = new SmallCluster(capabilities);
        open = Optional.of(cluster);
        cluster.put("full.raw", FULL);
        cluster.put("sparse.qcow2", SPARSE_QCOW2);
        return cluster;
    }

    private static ItemOutcome.Succeeded succeeded(SmallCluster.Done done) {
        return (ItemOutcome.Succeeded) done.reports().getFirst().outcome();
    }

    private static List<ConversionRequest> packaged(String... sources) {
        ConversionRequest whole = item(0, sources[0], "out/web.ova", new Kind("ova", Map.of()), VerifyLevel.DIGEST);
        List<PackageItems.Disk> disks = Stream.of(sources)
                .map(name -> new PackageItems.Disk(name, name, Sources.of(new Location.InBucket("disks", name))))
                .toList();
        return PackageItems.of(whole, number -> "b00-run-" + number, Optional.empty(), RuleWords.NONE, disks);
    }

    private static ConversionRequest item(int number, String source, String target, Kind kind, VerifyLevel verify) {
        return request(number, source, new Location.InBucket("disks", target), kind, verify);
    }

    private static ConversionRequest request(
            int number, String source, Location target, Kind kind, VerifyLevel verify) {
        boolean encrypted = kind.format().equals("luks") || kind.options().containsKey("encrypt.format");
        return new ConversionRequest(
                        "b00-run-" + number,
                        "disk " + number,
                        new Location.InBucket("disks", source),
                        "auto",
                        "",
                        target,
                        kind.format(),
                        kind.options(),
                        verify,
                        OverwritePolicy.KEEP)
                .withTargetKey(encrypted ? Optional.of(new SecretRef.Named("any")) : Optional.empty());
    }

    private static byte[] noise(int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        new SplittableRandom(lengthBytes).nextBytes(bytes);
        return bytes;
    }

    /** Holes, one of them longer than a range, between data. */
    private static byte[] sparseQcow2() {
        byte[] guest = noise(DISK_BYTES);
        Arrays.fill(guest, 3 << 20, 5 << 20, (byte) 0);
        Arrays.fill(guest, 8 << 20, 26 << 20, (byte) 0);
        try (SmallCluster cluster = new SmallCluster(StoreCapabilities.S3)) {
            cluster.put("sparse.raw", guest);
            Kind qcow2 = new Kind("qcow2", Map.of());
            succeeded(cluster.run(List.of(item(0, "sparse.raw", "sparse.qcow2", qcow2, VerifyLevel.NONE))));
            return cluster.get("sparse.qcow2");
        }
    }
}
