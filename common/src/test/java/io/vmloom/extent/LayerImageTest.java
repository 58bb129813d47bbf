package io.vmloom.extent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.testing.MappedImage;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Seeded;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

class LayerImageTest {
    private static final int BLOCK_BYTES = 512;

    /** By the host offset it is known which image a byte came from. */
    private static final long LOWER = 1L << 40;

    @Seeded(500)
    void aUnitIsTheWholeDisksWhereTheUpperImageHoldsAnythingOfItAndNothingElsewhere(SplittableRandom random) {
        MappedImage upper = image(random, 0, 0.2 + 0.8 * random.nextDouble());
        MappedImage lower = image(random, LOWER, 0.5);
        LayerImage layer = new LayerImage(new ChainImage(upper, lower), BLOCK_BYTES << random.nextInt(6));
        long from = random.nextLong(layer.virtualBytes() + 1);

        List<Extent> extents = Materializer.extents(layer, from);

        for (Extent extent : extents) {
            long position = extent.start().bytes();
            while (position < extent.end().bytes()) {
                long skipBytes = position - extent.start().bytes();
                long lengthBytes = Math.min(
                        BLOCK_BYTES - position % BLOCK_BYTES, extent.end().bytes() - position);
                assertThat(extent.slice(skipBytes, lengthBytes))
                        .isEqualTo(expected(layer, upper, lower, position, lengthBytes));
                position += lengthBytes;
            }
        }
    }

    @Seeded(500)
    void theRunsSayOfEachUnitWhetherTheUpperImageHoldsAnythingOfIt(SplittableRandom random) {
        MappedImage upper = image(random, 0, 0.2 + 0.8 * random.nextDouble());
        int unitBytes = BLOCK_BYTES << random.nextInt(6);
        LayerImage layer = new LayerImage(new ChainImage(upper, upper), unitBytes);
        long from = random.nextLong(layer.virtualBytes() + 1);
        long unit = from / unitBytes;

        LayerRuns runs = layer.runs(new GuestOffset(from));

        for (Optional<LayerRuns.Run> next = runs.next(); next.isPresent(); next = runs.next()) {
            assertThat(next.get().firstUnit()).isEqualTo(unit);
            for (; unit < next.get().endUnit(); unit++) {
                assertThat(isHeld(upper, unitBytes, unit)).isEqualTo(next.get().held());
            }
        }
        assertThat(unit).isEqualTo(Math.ceilDiv(layer.virtualBytes(), unitBytes));
    }

    /** A run of unallocated extents may be long; one of held ones comes in pieces. */
    @Seeded(1)
    void whatIsHeldIsNotWaitedForToItsEnd(SplittableRandom random) {
        List<Mapping> blocks = List.of(new Mapping.Data(0, new HostOffset(0)), Mapping.Unallocated.INSTANCE);
        int half = 1 << 30;
        MappedImage upper = new MappedImage(2L * half, half, blocks);

        LayerRuns runs = new LayerImage(new ChainImage(upper, upper), 1 << 16).runs(GuestOffset.ZERO);

        assertThat(runs.next()).contains(new LayerRuns.Run(0, half >> 16, true));
        assertThat(runs.next()).contains(new LayerRuns.Run(half >> 16, half >> 16, false));
        assertThat(runs.next()).isEmpty();
    }

    private static Extent expected(
            LayerImage layer, MappedImage upper, MappedImage lower, long position, long lengthBytes) {
        if (!isHeld(upper, layer.unitBytes(), position / layer.unitBytes())) {
            return new Extent(new GuestOffset(position), lengthBytes, Mapping.Unallocated.INSTANCE);
        }
        Extent own = upper.at(position).slice(0, lengthBytes);
        boolean below = own.mapping() instanceof Mapping.Unallocated && position < lower.virtualBytes();
        Extent whole = below ? lower.at(position) : own;
        return whole.mapping() instanceof Mapping.Unallocated
                ? new Extent(new GuestOffset(position), lengthBytes, Mapping.Zero.INSTANCE)
                : whole.slice(0, lengthBytes);
    }

    private static boolean isHeld(MappedImage upper, int unitBytes, long unit) {
        long end = Math.min((unit + 1) * unitBytes, upper.virtualBytes());
        for (long position = unit * unitBytes; position < end; position += BLOCK_BYTES) {
            if (!(upper.at(position).mapping() instanceof Mapping.Unallocated)) {
                return true;
            }
        }
        return false;
    }

    private static MappedImage image(SplittableRandom random, long firstHost, double unallocatedShare) {
        int count = 1 + random.nextInt(100);
        List<Mapping> blocks = new ArrayList<>();
        for (int block = 0; block < count; block++) {
            blocks.add(
                    random.nextDouble() < unallocatedShare
                            ? Mapping.Unallocated.INSTANCE
                            : random.nextInt(3) == 0
                                    ? Mapping.Zero.INSTANCE
                                    : new Mapping.Data(0, new HostOffset(firstHost + (long) block * BLOCK_BYTES)));
        }
        return new MappedImage((long) count * BLOCK_BYTES, BLOCK_BYTES, blocks);
    }
}
