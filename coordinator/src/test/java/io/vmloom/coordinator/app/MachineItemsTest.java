package io.vmloom.coordinator.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.dispatch.DispatchPolicy;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.ItemStage;
import io.vmloom.coordinator.job.MachineDisk;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.coordinator.job.Making;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.PackageItems;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.coordinator.schedule.Schedule;
import io.vmloom.coordinator.schedule.Share;
import io.vmloom.coordinator.state.ItemHistory;
import io.vmloom.coordinator.state.RecordedState;
import io.vmloom.coordinator.state.RecoveredBatch;
import io.vmloom.coordinator.state.Recovery;
import io.vmloom.coordinator.state.StateLog;
import io.vmloom.coordinator.state.StateRecord;
import io.vmloom.error.ErrorCode;
import io.vmloom.machine.RuleWords;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.queue.CancelledWork;
import io.vmloom.queue.local.LocalQueues;
import io.vmloom.queue.local.LocalRecords;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Stores;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.telemetry.Telemetry;
import io.vmloom.worker.consume.WorkerPool;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items that are made of other items: when they begin, and what becomes of them. */
@Timeout(60)
class MachineItemsTest {
    private static final String BATCH = "b00-one";
    private static final Location.InBucket CONFIG = object("in/web.vmx");
    private static final Location.InBucket OVA = object("out/web.ova");
    private static final Location.InBucket TARGET = object("out/web.xml");

    private final MemoryObjectStore memory = new MemoryObjectStore(StoreCapabilities.S3);
    private final Stores stores = ConfiguredStores.of(memory);
    private final StateLog log = new RecordedState(new LocalRecords(BatchIds.PARTITIONS).open());
    private final List<String> begun = new ArrayList<>();

    MachineItemsTest() {
        memory.createBucket("vms");
        log.claim(Set.of(0));
    }

    @BeforeEach
    void aMachineOfTwoDisks() {
        put(CONFIG, """
                config.version = "8"
                virtualHW.version = "13"
                displayName = "web"
                guestOS = "debian12-64"
                memsize = "2048"
                strange.key = "1"
                scsi0.present = "TRUE"
                scsi0:0.present = "TRUE"
                scsi0:0.fileName = "disk0.vmdk"
                scsi0:1.present = "TRUE"
                scsi0:1.fileName = "/vmfs/volumes/old/disk1.vmdk"
                """.getBytes(UTF_8));
        put(object("in/disk0.vmdk"), new byte[1 << 20]);
        put(object("in/disk1.vmdk"), new byte[2 << 20]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void aMachineIsMadeWhenItsDisksAre(int turns) {
        List<ItemReport> reports = run(batch(), turns);

        assertThat(begun).endsWith(BATCH + "-2").hasSize(3);
        assertThat(reports).noneMatch(ItemReport::failed);
        assertThat(reports.getLast().outcome()).isInstanceOfSatisfying(ItemOutcome.Assembled.class, made -> {
            assertThat(made.sourceFormat()).isEqualTo("vmx");
            assertThat(made.disks()).isEqualTo(2);
            assertThat(made.notes().byKind()).containsEntry("unknown", 1);
            assertThat(made.targetBytes()).isEqualTo(get(TARGET).length());
        });
        assertThat(get(TARGET))
                .contains("<source file='/images/new0.qcow2'/>", "<source file='/images/new1.qcow2'/>")
                .contains("<driver name='qemu' type='qcow2'/>", "bus='virtio'");
    }

    @Test
    void aMachineThatLacksADiskFailsAndIsMadeWhenTheBatchIsTriedAgain() {
        Location.InBucket missing = object("in/disk1.vmdk");
        memory.delete(missing);
        Batch batch = batch();

        List<ItemReport> reports = run(batch, 2);

        assertThat(reports.get(0).failed()).isFalse();
        assertThat(reports.get(2).outcome()).isInstanceOfSatisfying(ItemOutcome.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.DISK_MISSING);
            assertThat(failed.retryable()).isFalse();
            assertThat(failed.message()).contains("'disk1.vmdk' was not made (NOT_FOUND)");
        });
        assertThat(memory.head(TARGET)).isEmpty();

        put(missing, new byte[2 << 20]);
        begun.clear();
        List<ItemReport> again = run(Recovery.reopen(log, recovered(), Instant.EPOCH), 1);

        assertThat(again).noneMatch(ItemReport::failed);
        assertThat(begun).containsExactly(BATCH + "-1", BATCH + "-2");
        assertThat(get(TARGET)).contains("new1.qcow2");
    }

    @Test
    void aPackageIsMadeOfItsDisksAndNothingIsStagedThen() {
        List<ItemReport> reports = run(packageBatch(), 2);

        assertThat(begun).endsWith(BATCH + "-2").hasSize(3);
        assertThat(reports).noneMatch(ItemReport::failed);
        assertThat(reports.getLast().outcome())
                .isInstanceOfSatisfying(
                        ItemOutcome.Assembled.class,
                        made -> assertThat(memory.head(OVA).orElseThrow().sizeBytes())
                                .isEqualTo(made.targetBytes()));
        assertThat(staged()).isEmpty();
    }

    @Test
    void aPackageThatLacksADiskIsMadeOfAllOfThemAnewWhenTheBatchIsTriedAgain() {
        Location.InBucket missing = object("in/disk1.vmdk");
        memory.delete(missing);

        List<ItemReport> reports = run(packageBatch(), 2);

        assertThat(reports).extracting(ItemReport::failed).containsExactly(false, true, true);
        assertThat(memory.head(OVA)).isEmpty();
        assertThat(staged()).isEmpty();

        put(missing, new byte[2 << 20]);
        begun.clear();
        List<ItemReport> again = run(Recovery.reopen(log, recovered(), Instant.EPOCH), 1);

        assertThat(again).noneMatch(ItemReport::failed);
        assertThat(begun).containsExactly(BATCH + "-0", BATCH + "-1", BATCH + "-2");
        assertThat(memory.head(OVA)).isPresent();
        assertThat(staged()).isEmpty();
    }

    @Test
    void aPackageThatIsThereIsKnownByTheRecipesOfItsDisksBeforeAnyIsMade() {
        run(packageBatch(), 2);
        ObjectVersion first = memory.head(OVA).orElseThrow();

        List<ItemReport> again = run(packageBatch("b00-two"), 2);

        assertThat(again).allSatisfy(report -> assertThat(report.outcome()).isInstanceOf(ItemOutcome.Skipped.class));
        assertThat(memory.head(OVA).orElseThrow().etag()).isEqualTo(first.etag());
        assertThat(staged()).isEmpty();
    }

    @Test
    void aPackageOfOtherDisksIsRefusedBeforeAnyIsMadeAndOneOfAnotherMachineBeforeItIsWritten() {
        run(packageBatch(), 2);
        ObjectVersion first = memory.head(OVA).orElseThrow();
        String config = get(CONFIG);

        put(CONFIG, config.replace("2048", "4096").getBytes(UTF_8));
        List<ItemReport> otherMachine = run(packageBatch("b00-two"), 2);
        put(object("in/disk1.vmdk"), new byte[1 << 20]);
        List<ItemReport> otherDisk = run(packageBatch("b00-three"), 2);

        assertThat(otherMachine).extracting(ItemReport::failed).containsExactly(false, false, true);
        assertThat(otherMachine.getLast().outcome())
                .isInstanceOfSatisfying(
                        ItemOutcome.Failed.class,
                        failed -> assertThat(failed.message()).contains("its machine is another one"));
        assertThat(otherDisk.get(1).outcome())
                .isInstanceOfSatisfying(
                        ItemOutcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.TARGET_EXISTS));
        assertThat(memory.head(OVA).orElseThrow().etag()).isEqualTo(first.etag());
        assertThat(staged()).isEmpty();
    }

    @Test
    void aBatchThatIsTakenUpBetweenADiskAndItsMachineGivesTheSameBytes() {
        run(batch(), 2);
        String expected = get(TARGET);
        memory.delete(TARGET);
        RecoveredBatch whole = recovered();
        Map<String, ItemHistory> disks = Map.of(
                BATCH + "-0", whole.history(whole.batch().items().get(0)),
                BATCH + "-1", whole.history(whole.batch().items().get(1)));
        begun.clear();

        run(new RecoveredBatch(whole.batch(), whole.submitted(), whole.orders(), Optional.empty(), Set.of(), disks), 1);

        assertThat(begun).containsExactly(BATCH + "-2");
        assertThat(get(TARGET)).isEqualTo(expected);
    }

    @Test
    void anEqualConfigurationThatIsThereIsLeftAloneAndAnotherOneToo() {
        run(batch(), 1);
        ObjectVersion first = memory.head(TARGET).orElseThrow();

        Batch second = new Batch(
                "b00-two",
                "again",
                batch().items().stream().map(item -> renamed(item, "b00-two")).toList());
        assertThat(run(second, 1))
                .extracting(ItemReport::outcome)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(ItemOutcome.Skipped.class));
        assertThat(memory.head(TARGET)).hasValue(first);

        put(TARGET, "somebody's own".getBytes(UTF_8));
        Batch third = new Batch(
                "b00-three",
                "again",
                batch().items().stream().map(item -> renamed(item, "b00-three")).toList());
        assertThat(run(third, 1).getLast().outcome())
                .isInstanceOfSatisfying(
                        ItemOutcome.Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.TARGET_EXISTS));
        assertThat(get(TARGET)).isEqualTo("somebody's own");
    }

    @Test
    void aCancelledBatchHasNoMachine() {
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();

        List<ItemReport> reports = run(RecoveredBatch.fresh(batch(), Instant.EPOCH), 1, cancelled);

        assertThat(reports)
                .extracting(report -> ((ItemOutcome.Failed) report.outcome()).code())
                .containsOnly(ErrorCode.CANCELLED);
    }

    @Test
    void whatAMachineIsMadeOfStandsBeforeIt() {
        List<ConversionRequest> items = batch().items();

        assertThatThrownBy(() -> new Batch(BATCH, "n", List.of(items.get(2), items.get(0), items.get(1))))
                .hasMessageContaining("must stand before it");
    }

    private static Batch batch() {
        List<ConversionRequest> disks = IntStream.range(0, 2)
                .mapToObj(
                        i -> request(BATCH + "-" + i, object("in/disk" + i + ".vmdk"), object("out/new" + i), "qcow2"))
                .toList();
        return new Batch(
                BATCH,
                "web",
                Stream.concat(disks.stream(), Stream.of(machine(BATCH))).toList());
    }

    private static Batch packageBatch() {
        return packageBatch(BATCH);
    }

    private static Batch packageBatch(String batch) {
        List<PackageItems.Disk> disks = IntStream.range(0, 2)
                .mapToObj(i -> new PackageItems.Disk(
                        "disk" + i + ".vmdk", "disk" + i, Sources.of(object("in/disk" + i + ".vmdk"))))
                .toList();
        ConversionRequest whole = new ConversionRequest(
                batch + "-0",
                "web",
                CONFIG,
                "raw",
                "",
                OVA,
                PackageItems.FORMAT,
                Map.of(),
                VerifyLevel.FULL,
                OverwritePolicy.KEEP);
        return new Batch(
                batch,
                "web",
                PackageItems.of(whole, number -> batch + "-" + number, Optional.of(CONFIG), RuleWords.NONE, disks));
    }

    private List<String> staged() {
        List<String> found = new ArrayList<>();
        memory.list(object(".vmloom/"), object -> found.add(object.location().toString()));
        memory.listUploads(object(".vmloom/")).forEach(upload -> found.add(upload.toString()));
        memory.listUploads(OVA).forEach(upload -> found.add(upload.toString()));
        return found;
    }

    private static ConversionRequest machine(String batch) {
        List<MachineDisk> disks = IntStream.range(0, 2)
                .mapToObj(i -> new MachineDisk(
                        "disk" + i + ".vmdk",
                        "/images/new" + i + ".qcow2",
                        batch + "-" + i,
                        object("out/new" + i),
                        "qcow2"))
                .toList();
        return request(batch + "-2", CONFIG, TARGET, "libvirt")
                .withMaking(new Making.Config(new MachineOrder(
                        Optional.of(CONFIG), new RuleWords(Optional.of("virtio"), Optional.empty(), Map.of()), disks)));
    }

    private static ConversionRequest renamed(ConversionRequest item, String batch) {
        return item.making() instanceof Making.Disk
                ? request(
                        item.id().replace(BATCH, batch),
                        item.source().all().getFirst(),
                        item.target(),
                        item.targetFormat())
                : machine(batch);
    }

    private static ConversionRequest request(String id, Location source, Location target, String format) {
        return new ConversionRequest(
                id,
                target.name(),
                source,
                format.equals("qcow2") ? "raw" : "auto",
                "",
                target,
                format,
                Map.of(),
                VerifyLevel.DIGEST,
                OverwritePolicy.KEEP);
    }

    private List<ItemReport> run(Batch batch, int turns) {
        log.append(new StateRecord.BatchSubmitted(batch, Instant.EPOCH));
        return run(RecoveredBatch.fresh(batch, Instant.EPOCH), turns);
    }

    private List<ItemReport> run(RecoveredBatch batch, int turns) {
        return run(batch, turns, new Cancellation());
    }

    private List<ItemReport> run(RecoveredBatch batch, int turns, Cancellation cancellation) {
        LocalQueues queues = new LocalQueues();
        OpenLocalTargets files = new OpenLocalTargets();
        try (Coordinator coordinator = new Coordinator(
                        stores,
                        files,
                        queues.taskPublisher(),
                        queues.resultSubscriber(),
                        DispatchPolicy.DEFAULT,
                        Schedule.ofOneProcess(turns),
                        KeyAccess.NONE);
                WorkerPool workers = new WorkerPool(
                        2,
                        queues::taskSubscriber,
                        queues.resultPublisher(),
                        CancelledWork.NONE,
                        stores,
                        files,
                        KeyAccess.NONE.wrap(),
                        Telemetry.none())) {
            return coordinator.resume(batch, log, new Share(batch.batch().terms()), new Beginnings(), cancellation);
        }
    }

    private RecoveredBatch recovered() {
        return Recovery.one(log, BATCH).orElseThrow();
    }

    private void put(Location.InBucket at, byte[] bytes) {
        memory.put(at, Content.of(bytes), Map.of(), Precondition.NONE);
    }

    private String get(Location.InBucket at) {
        ObjectVersion found = memory.head(at).orElseThrow();
        byte[] bytes = new byte[Math.toIntExact(found.sizeBytes())];
        memory.read(found, 0, ByteBuffer.wrap(bytes));
        return new String(bytes, UTF_8);
    }

    private static Location.InBucket object(String key) {
        return new Location.InBucket("vms", key);
    }

    private final class Beginnings implements BatchListener {
        @Override
        public void progress(ConversionRequest item, ItemStage stage, long doneBytes, long totalBytes) {
            synchronized (begun) {
                if (!begun.contains(item.id())) {
                    begun.add(item.id());
                }
            }
        }

        @Override
        public void finished(ItemReport report) {}
    }
}
