package io.vmloom.worker.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.codec.Wrapper;
import io.vmloom.error.ErrorCode;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.fragment.TaskResult;
import io.vmloom.object.OpenLocalTargets;
import io.vmloom.range.WorkRange;
import io.vmloom.store.Content;
import io.vmloom.store.FileRange;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Upload;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.task.Assurance;
import io.vmloom.task.EncoderSpec;
import io.vmloom.task.Piece;
import io.vmloom.task.Placement;
import io.vmloom.task.Task;
import io.vmloom.task.TaskId;
import io.vmloom.task.TaskKind;
import io.vmloom.task.UnpackTarget;
import io.vmloom.tenant.Allowance;
import io.vmloom.tenant.PlacePattern;
import io.vmloom.tenant.TenantStores;
import io.vmloom.tenant.Tenants;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A worker with a list of what each tenant may touch trusts no task. */
class ForeignPlacesTest {
    private static final int BYTES = 4096;
    private static final Location.InBucket OWN = new Location.InBucket("b", "team/disk.raw");
    private static final Location.InBucket FOREIGN = new Location.InBucket("b", "theirs/disk.raw");
    private static final Location.InBucket STAGED = new Location.InBucket("b", ".vmloom/item/range-0");
    private static final Location.InBucket THEIRS_STAGED = new Location.InBucket("b", ".vmloom/theirs/range-0");

    private final MemoryObjectStore memory = new MemoryObjectStore(StoreCapabilities.S3);
    private final ExecutorService readThreads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<PlacePattern> places = List.of(PlacePattern.parse("s3://b/team/"));
    private final TaskRunner worker = new TaskRunner(
            new TenantStores(
                    ConfiguredStores.of(memory),
                    Tenants.of(Map.of("team", new Allowance("team", List.of(), places, List.of())))),
            new OpenLocalTargets(),
            KeyWrap.absent(),
            _ -> false,
            readThreads);
    private final ObjectVersion own = put(OWN);
    private final ObjectVersion foreign = put(FOREIGN);

    @AfterEach
    void stop() {
        worker.close();
        readThreads.close();
    }

    @Test
    void whatIsTheTenantsIsConverted() {
        assertThat(run(convert(own, STAGED))).isInstanceOf(TaskResult.Converted.class);
        assertThat(memory.head(STAGED)).isPresent();
    }

    @Test
    void aForeignSourceIsNotRead() {
        denied(run(convert(foreign, STAGED)));
        denied(run(new Task.Digest(id(TaskKind.DIGEST), List.of(foreign), range())));
        denied(run(new Task.Unpack(
                id(TaskKind.UNPACK), foreign, Wrapper.GZIP, BYTES, new UnpackTarget.Staged(STAGED, Map.of()))));
        denied(run(compose(new Piece.Staged(foreign, 0, 10), upload(OWN))));
        denied(run(new Task.Hash(id(TaskKind.HASH), FileRange.whole(foreign))));
        assertThat(memory.head(STAGED)).isEmpty();
    }

    @Test
    void aForeignTargetIsNotWritten() {
        Piece piece = new Piece.Inline(ByteBuffer.wrap(new byte[5]));

        Upload theirs = upload(FOREIGN);

        denied(run(compose(piece, theirs)));
        denied(run(convert(own, THEIRS_STAGED)));

        assertThat(memory.listParts(theirs)).isEmpty();
        assertThat(memory.head(THEIRS_STAGED)).isEmpty();
        assertThat(run(compose(piece, upload(OWN)))).isInstanceOf(TaskResult.ComposedPart.class);
    }

    @Test
    void whatItemsOfOneBatchStageIsOpenToEachOther() {
        Location.InBucket staged = new Location.InBucket("b", ".vmloom/b00-one-0/disk.vmdk");
        Location.InBucket others = new Location.InBucket("b", ".vmloom/b00-two-0/disk.vmdk");
        TaskId id = new TaskId("b00-one-1", 0, TaskKind.HASH, 0, 1);

        assertThat(run(new Task.Hash(id, FileRange.whole(put(staged))))).isInstanceOf(TaskResult.Hashed.class);
        denied(run(new Task.Hash(id, FileRange.whole(put(others)))));
    }

    @Test
    void aTaskThatNamesNoTenantIsTheUsualOnes() {
        denied(worker.run(convert(own, STAGED)));
    }

    private TaskResult run(Task task) {
        return worker.run(task.withTenant("team"));
    }

    private static void denied(TaskResult result) {
        assertThat(result).isInstanceOfSatisfying(TaskResult.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
            assertThat(failed.retryable()).isFalse();
        });
    }

    private ObjectVersion put(Location.InBucket object) {
        memory.createBucket(object.bucket());
        return memory.put(object, Content.of(new byte[BYTES]), Map.of(), Precondition.NONE);
    }

    private static Task convert(ObjectVersion source, Location.InBucket staging) {
        EncoderSpec encoder = new EncoderSpec.Identity(512, false);
        return new Task.Convert(
                id(TaskKind.CONVERT),
                List.of(source),
                range(),
                encoder,
                encoder.codecFingerprint(),
                new Placement.Staged(staging),
                Assurance.DIGEST);
    }

    private Upload upload(Location.InBucket target) {
        return memory.createUpload(target, Map.of(), ObjectProperties.NONE);
    }

    private static Task compose(Piece piece, Upload upload) {
        return new Task.Compose(id(TaskKind.COMPOSE), List.of(piece), upload, 1);
    }

    private static WorkRange range() {
        Extent data = new Extent(GuestOffset.ZERO, BYTES, new Mapping.Data(0, new HostOffset(0)));
        return new WorkRange(0, GuestOffset.ZERO, BYTES, BYTES, List.of(data));
    }

    private static TaskId id(TaskKind kind) {
        return new TaskId("item", 0, kind, 0, 1);
    }
}
