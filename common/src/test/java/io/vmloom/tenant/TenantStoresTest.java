package io.vmloom.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.cipher.Secret;
import io.vmloom.cipher.SecretRef;
import io.vmloom.cipher.Secrets;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.StoreException;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.Stores;
import io.vmloom.store.Upload;
import io.vmloom.store.memory.MemoryObjectStore;
import io.vmloom.store.route.ConfiguredStores;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TenantStoresTest {
    private static final String ITEM = "b07-01J-0/";
    private static final Location.InBucket SOURCE = at("in/disk.raw");
    private static final Location.InBucket TARGET = at("out/disk.qcow2");
    private static final Location.InBucket FOREIGN = at("theirs/disk.raw");
    private static final Location.InBucket STAGED = at(".vmloom/b07-01J-0/range-1");
    private static final Location.InBucket THEIRS_STAGED = at(".vmloom/b07-02K-0/range-1");

    private final MemoryObjectStore memory = new MemoryObjectStore(StoreCapabilities.S3);
    private final Stores stores = new TenantStores(
            ConfiguredStores.of(memory),
            Tenants.of(Map.of(
                    "team",
                    new Allowance(
                            "team",
                            List.of(PlacePattern.parse("s3://b/in/")),
                            List.of(PlacePattern.parse("s3://b/out/")),
                            List.of(new NamePattern("team-*"))))));

    TenantStoresTest() {
        memory.createBucket("b");
        Stream.of(SOURCE, TARGET, FOREIGN, STAGED, THEIRS_STAGED)
                .forEach(object -> memory.put(object, Content.of(new byte[10]), Map.of(), Precondition.NONE));
    }

    @Test
    void sourcesAreReadAndTargetsWritten() {
        Stores team = team();

        assertThat(team.open(team.pin(SOURCE)).sizeBytes()).isEqualTo(10);
        assertThat(team.objects(TARGET).head(TARGET)).isPresent();
        assertThat(put(team, TARGET).sizeBytes()).isEqualTo(3);
        assertThat(team.objects(TARGET).listUploads(TARGET)).isEmpty();
    }

    @Test
    void stagingOfItsOwnItemIsUsedAndOfNoOther() {
        Stores team = team();
        List<ObjectVersion> listed = new ArrayList<>();

        team.objects(STAGED).list(at(".vmloom/b07-01J-0/"), listed::add);
        put(team, STAGED);

        assertThat(listed).hasSize(1);
        denied(() -> put(team, THEIRS_STAGED));
        denied(() -> team.pin(THEIRS_STAGED));
        denied(() -> team.objects(STAGED).list(at(".vmloom/"), listed::add));
        denied(() -> put(team, at(".vmloom/b07-01J-0/../b07-02K-0/range-1")));
        denied(() -> put(stores.onBehalfOf("team", ""), STAGED));
    }

    static Stream<ThrowingCall> whatReachesAForeignPlace() {
        return Stream.of(
                (store, version, upload) -> store.head(FOREIGN),
                (store, version, upload) -> store.read(version, 0, ByteBuffer.allocate(1)),
                (store, version, upload) -> store.put(FOREIGN, Content.of(new byte[1]), Map.of(), Precondition.NONE),
                (store, version, upload) -> store.createUpload(FOREIGN, Map.of()),
                (store, version, upload) -> store.uploadPart(upload, 1, Content.of(new byte[1])),
                (store, version, upload) -> store.copyPart(upload, 1, version, 0, 1),
                (store, version, upload) -> store.copyPart(new Upload(TARGET, "1"), 1, version, 0, 1),
                (store, version, upload) -> store.listParts(upload),
                (store, version, upload) -> store.complete(upload, List.of(), Precondition.NONE),
                (store, version, upload) -> store.abort(upload),
                (store, version, upload) -> store.listUploads(FOREIGN),
                (store, version, upload) -> store.delete(FOREIGN),
                (store, version, upload) -> store.list(FOREIGN, _ -> {}),
                (store, version, upload) -> store.list(at("in"), _ -> {}));
    }

    interface ThrowingCall {
        void on(ObjectStore store, ObjectVersion version, Upload upload);
    }

    @ParameterizedTest
    @MethodSource("whatReachesAForeignPlace")
    void everyCallToAForeignPlaceIsDenied(ThrowingCall call) {
        ObjectVersion foreign = memory.head(FOREIGN).orElseThrow();
        Upload upload = memory.createUpload(FOREIGN, Map.of());

        denied(() -> call.on(team().objects(TARGET), foreign, upload));

        assertThat(memory.head(FOREIGN)).contains(foreign);
        assertThat(memory.listUploads(FOREIGN)).containsExactly(upload);
    }

    @Test
    void aForeignPlaceIsNeitherPinnedNorOpened() {
        denied(() -> team().pin(FOREIGN));
        denied(() -> team().open(memory.head(FOREIGN).orElseThrow()));
        denied(() -> team().pin(new Location.OnDisk(Path.of("/etc/passwd"))));
        denied(() -> team().claim(new Location.OnDisk(Path.of("/dev/sda"))));
    }

    @Test
    void sourcesAreNotWritten() {
        denied(() -> put(team(), SOURCE));
        denied(() -> team().objects(SOURCE).delete(SOURCE));
    }

    @Test
    void aTenantThatIsNotListedMayTouchNothing() {
        Stores unknown = stores.onBehalfOf("other", ITEM);

        denied(() -> unknown.pin(SOURCE));
        denied(() -> put(unknown, TARGET));
        denied(() -> put(unknown, STAGED));
    }

    @Test
    void withoutAListEveryTenantMayTouchEverything() {
        Stores all = new TenantStores(ConfiguredStores.of(memory), Tenants.UNRESTRICTED).onBehalfOf("any", ITEM);

        assertThatCode(() -> put(all, FOREIGN)).doesNotThrowAnyException();
        assertThat(all.pin(THEIRS_STAGED).sizeBytes()).isEqualTo(10);
    }

    @Test
    void secretsAreReadByTheNamesThatATenantMayUse() {
        Secrets all = _ -> new Secret(new byte[] {1});
        Secrets team = new TenantSecrets(
                        all,
                        Tenants.of(Map.of(
                                "team",
                                new Allowance("team", List.of(), List.of(), List.of(new NamePattern("team-*"))))))
                .onBehalfOf("team");

        assertThat(team.read(new SecretRef.Named("team-disk")).length()).isEqualTo(1);
        denied(() -> team.read(new SecretRef.Named("other-disk")));
        denied(() -> team.read(new SecretRef.Variable("team-disk")));
        denied(() -> team.read(new SecretRef.File(Path.of("team-disk"))));
    }

    private Stores team() {
        return stores.onBehalfOf("team", ITEM);
    }

    private static ObjectVersion put(Stores stores, Location.InBucket object) {
        return stores.objects(object).put(object, Content.of(new byte[3]), Map.of(), Precondition.NONE);
    }

    private static void denied(ThrowingCallable call) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ACCESS_DENIED))
                .withMessageContaining("tenants.file");
    }

    private static Location.InBucket at(String key) {
        return new Location.InBucket("b", key);
    }
}
