package io.vmloom.store.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.TargetException;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectStoreContract;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.StoreCapabilities;
import io.vmloom.store.memory.MemoryObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A store that is written to, though the one below is not. */
class OverlayStoreTest {
    private static final Location.InBucket THERE = new Location.InBucket("bucket", "a-there");
    private static final Location.InBucket NEW = new Location.InBucket("bucket", "b-new");

    private final MemoryObjectStore below = new MemoryObjectStore(StoreCapabilities.S3);
    private final OverlayStore overlay = new OverlayStore(new ReadOnlyStore(below));

    @Nested
    class LikeOthers extends ObjectStoreContract {
        @Override
        public ObjectStore store() {
            return overlay;
        }

        @Override
        protected String freshBucket() {
            below.createBucket("fresh");
            return "fresh";
        }
    }

    @BeforeEach
    void somethingIsThere() {
        below.createBucket("bucket");
        below.put(THERE, Content.of(new byte[] {1, 2, 3}), Map.of(), Precondition.NONE);
    }

    @Test
    void whatIsBelowIsSeenUntilItIsReplacedOrDeleted() {
        ObjectVersion before = overlay.head(THERE).orElseThrow();
        assertThat(bytes(before)).containsExactly(1, 2, 3);

        ObjectVersion after = overlay.put(THERE, Content.of(new byte[] {4, 5}), Map.of(), Precondition.NONE);

        assertThat(overlay.head(THERE)).contains(after);
        assertThat(bytes(after)).containsExactly(4, 5);
        overlay.delete(THERE);
        assertThat(overlay.head(THERE)).isEmpty();
        assertThat(below.head(THERE)).contains(before);
    }

    @Test
    void bothAreListedInOrder() {
        overlay.put(NEW, Content.zeros(7), Map.of(), Precondition.NONE);
        List<String> keys = new ArrayList<>();

        overlay.list(THERE.withKey("a"), object -> keys.add(object.location().name()));
        overlay.list(THERE.withKey("b"), object -> keys.add(object.location().name()));

        assertThat(keys).containsExactly("a-there", "b-new");
    }

    @Test
    void whatMustNotBeThereIsLookedForBelowToo() {
        assertThatThrownBy(() -> overlay.put(THERE, Content.zeros(1), Map.of(), Precondition.ABSENT))
                .isInstanceOf(TargetException.class);
    }

    @Test
    void zerosThatComeAsBytesTakeNoMemory() throws IOException {
        byte[] bytes = new byte[(5 << 20) + 3];

        assertThat(ZeroRuns.of(Content.of(bytes)).isHole()).isTrue();

        bytes[3 << 20] = 1;
        Content content = ZeroRuns.of(Content.of(bytes));
        assertThat(content.chunks().stream()
                        .filter(Content.Chunk.Bytes.class::isInstance)
                        .mapToLong(Content.Chunk::lengthBytes)
                        .sum())
                .isBetween(1L, 64L << 10);
        assertThat(content.stream().readAllBytes()).isEqualTo(bytes);
    }

    private byte[] bytes(ObjectVersion version) {
        ByteBuffer bytes = ByteBuffer.allocate((int) version.sizeBytes());
        overlay.read(version, 0, bytes);
        return bytes.array();
    }
}
