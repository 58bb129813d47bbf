package io.vmloom.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.diagnosis.Examination;
import io.vmloom.diagnosis.Verdict;
import io.vmloom.error.StoreException;
import io.vmloom.store.memory.MemoryObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stores that do not keep what conversions rely on are found out, and nothing is left behind. */
class StoreExaminationTest {
    private static final Location.InBucket PREFIX = new Location.InBucket("disks", "out/");

    private final MemoryObjectStore memory = new MemoryObjectStore(StoreCapabilities.S3);
    private final Examination examination = new Examination();

    StoreExaminationTest() {
        memory.createBucket("disks");
    }

    @Test
    void aGoodStoreIsGoodAndIsLeftEmpty() {
        StoreExamination.of(memory, PREFIX, examination);

        assertThat(examination.verdict()).isEqualTo(Verdict.GOOD);
        assertThat(examination.points()).hasSize(8);
        assertNothingIsLeft();
    }

    @Test
    void aBucketThatIsMissingIsOneFinding() {
        StoreExamination.of(memory, new Location.InBucket("none", "out/"), examination);

        assertThat(wrong()).singleElement().asString().contains("bucket none: write", "does not exist");
    }

    @Test
    void aStoreThatIgnoresConditionsOfWritingIsFound() {
        ObjectStore careless = when("put", arguments -> {
            memory.put(
                    (Location.InBucket) arguments[0],
                    (Content) arguments[1],
                    Map.of("vmloom-doctor", "1"),
                    Precondition.NONE);
            return memory.head((Location.InBucket) arguments[0]).orElseThrow();
        });

        StoreExamination.of(careless, PREFIX, examination);

        assertThat(wrong()).singleElement().asString().contains("nothing overwritten", "If-None-Match is ignored");
        assertNothingIsLeft();
    }

    @Test
    void aStoreThatReadsAnyVersionIsFound() {
        ObjectStore careless = when("read", arguments -> {
            ObjectVersion now = memory.head(
                            PREFIX.withKey(((Location.InBucket) ((ObjectVersion) arguments[0]).location()).key()))
                    .orElseThrow();
            memory.read(now, (long) arguments[1] % now.sizeBytes(), (ByteBuffer) arguments[2]);
            return now;
        });

        StoreExamination.of(careless, PREFIX, examination);

        assertThat(wrong()).singleElement().asString().contains("pinned versions", "If-Match is ignored");
    }

    @Test
    void aRightThatIsMissingIsNamedAndTheRestIsTried() {
        ObjectStore closed = when("listUploads", _ -> {
            throw StoreException.accessDenied("uploads", "AccessDenied", null);
        });

        StoreExamination.of(closed, PREFIX, examination);

        assertThat(wrong())
                .first()
                .asString()
                .contains("multipart upload", "needed are", "s3:ListBucketMultipartUploads");
        assertThat(examination.points()).hasSize(8);
    }

    private List<Examination.Point> wrong() {
        return examination.points().stream()
                .filter(point -> point.diagnosis().verdict() != Verdict.GOOD)
                .toList();
    }

    private void assertNothingIsLeft() {
        List<ObjectVersion> left = new ArrayList<>();
        memory.list(PREFIX, left::add);
        assertThat(left).isEmpty();
        assertThat(memory.listUploads(PREFIX)).isEmpty();
    }

    private interface Behaviour {
        Object of(Object[] arguments);
    }

    /** The memory's store, but for one method. */
    private ObjectStore when(String method, Behaviour behaviour) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (_, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        return behaviour.of(arguments);
                    }
                    try {
                        return called.invoke(memory, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
