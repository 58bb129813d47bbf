package io.vmloom.format.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.layout.Arrangement;
import io.vmloom.source.ByteSource;
import io.vmloom.source.SourceIdentity;
import io.vmloom.table.GroupSet;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.TestSource;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RawFormatTest {
    @Test
    void holesOfTheSourceAreUnallocatedAndEverythingElseIsData() {
        var image = new RawReader().open(new SparseSource(), OpenOptions.DEFAULT);

        assertThat(Materializer.extents(image, 0))
                .containsExactly(
                        new Extent(new GuestOffset(0), 1000, Mapping.Unallocated.INSTANCE),
                        new Extent(new GuestOffset(1000), 500, new Mapping.Data(0, new HostOffset(1000))),
                        new Extent(new GuestOffset(1500), 1501, Mapping.Unallocated.INSTANCE));
    }

    @Test
    void aCursorMayBeginInsideDataOrInsideAHole() {
        var image = new RawReader().open(new SparseSource(), OpenOptions.DEFAULT);

        assertThat(Materializer.extents(image, 1499))
                .containsExactly(
                        new Extent(new GuestOffset(1499), 1, new Mapping.Data(0, new HostOffset(1499))),
                        new Extent(new GuestOffset(1500), 1501, Mapping.Unallocated.INSTANCE));
        assertThat(Materializer.extents(image, 3001)).isEmpty();
    }

    @Test
    void theSizeIsKeptToTheByte() {
        var image = Detector.open(TestSource.of("odd.img", new byte[513]), "raw", OpenOptions.DEFAULT);

        assertThat(image.virtualBytes()).isEqualTo(513);
        assertThat(image.format()).isEqualTo("raw");
        assertThat(new RawTarget().design(request(Map.of())).virtualBytes()).isEqualTo(513);
    }

    @Test
    void aSnapshotOfARawImageIsAWrongRequest() {
        assertThatThrownBy(() -> new RawReader().open(TestSource.of("a.img", new byte[1]), new OpenOptions("before")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("a.img")
                .hasMessageContaining("'before'");
    }

    @Test
    void aRawTargetIsTheGuestAlone() {
        TargetDesign design = new RawTarget().design(request(Map.of()));

        assertThat(design.arrangement()).isEqualTo(Arrangement.IDENTITY);
        assertThat(design.frontBytes(new GroupSet(design.groupBytes()), 1 << 30))
                .isZero();
        assertThat(design.tailBytes()).isZero();
        assertThat(design.encoder().unitBytes()).isEqualTo(4096);
    }

    @Test
    void aRawTargetRefusesEveryOption() {
        assertThatThrownBy(() -> new RawTarget().design(request(Map.of("cluster_size", "64k"))))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("cluster_size");
    }

    private static TargetRequest request(Map<String, String> options) {
        return new TargetRequest("out.img", 513, options, "seed");
    }

    /** 3001 bytes with data from 1000 to 1500. */
    private record SparseSource() implements ByteSource {
        private static final List<Long> DATA = List.of(1000L, 1500L);

        @Override
        public String name() {
            return "sparse.img";
        }

        @Override
        public long sizeBytes() {
            return 3001;
        }

        @Override
        public SourceIdentity identity() {
            return new SourceIdentity("1", false);
        }

        @Override
        public void read(long offset, ByteBuffer destination) {
            destination.position(destination.limit());
        }

        @Override
        public long nextData(long offset) {
            return offset < DATA.getFirst() ? DATA.getFirst() : offset < DATA.getLast() ? offset : sizeBytes();
        }

        @Override
        public long nextHole(long offset) {
            return DATA.getLast();
        }
    }
}
