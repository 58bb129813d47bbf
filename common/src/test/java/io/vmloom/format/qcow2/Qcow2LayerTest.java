package io.vmloom.format.qcow2;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.extent.ChainImage;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.LayerImage;
import io.vmloom.extent.LayerRuns;
import io.vmloom.extent.Parent;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.table.TargetDesign;
import io.vmloom.testing.LocalImage;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Peers;
import io.vmloom.testing.SparseGuest;
import io.vmloom.testing.StitchedImage;
import io.vmloom.testing.TargetRequests;
import io.vmloom.testing.TestSource;
import io.vmloom.unit.GuestOffset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets that hold what an overlay of qemu changes, over the same backing file. */
class Qcow2LayerTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "an overlay with {0} of {2} bytes over {3} becomes one with {1}")
    @CsvSource({
        "cluster_size=64k, cluster_size=64k, 16777216, 16777216",
        "cluster_size=64k, compress=on cluster_size=4k, 16777216, 16777216",
        "cluster_size=512, cluster_size=64k, 12582912, 16777216",
        "cluster_size=4k, cluster_size=2M compress=on compression_type=zstd, 16777728, 12583424",
        "'cluster_size=64k,extended_l2=on', extended_l2=on cluster_size=64k, 16777216, 9437184",
        "'cluster_size=16k,extended_l2=on', extended_l2=on cluster_size=16k compress=on, 9438720, 16777216",
        "cluster_size=64k, refcount_bits=1 cluster_size=4k, 16777216, 16777216",
        "cluster_size=2M, lazy_refcounts=on cluster_size=8k, 16777216, 16777216"
    })
    void theTargetIsTheSameDiskOverTheSameFileAndHoldsNoUnitMore(
            String overlayOptions, String options, long virtualBytes, long backingBytes) throws IOException {
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(virtualBytes + options.hashCode());
        Path base = folder.resolve("base.qcow2");
        Peers.run("qemu-img", "create", "-q", "-f", "qcow2", base, backingBytes);
        new QemuImages(folder, random.nextInt()).scribble(base, backingBytes, 65536, 40);
        Path overlay = folder.resolve("overlay.qcow2");
        Peers.run(
                "qemu-img",
                "create",
                "-q",
                "-f",
                "qcow2",
                "-o",
                overlayOptions,
                "-b",
                base.getFileName(),
                "-F",
                "qcow2",
                overlay,
                virtualBytes);
        new QemuImages(folder, random.nextInt()).scribble(overlay, virtualBytes, 65536, 20);
        Path target = folder.resolve("target.qcow2");

        Layer layer = written(overlay, target, options + " backing_file=base.qcow2 backing_fmt=qcow2", random);

        Peers.run("qemu-img", "check", "-q", "-f", "qcow2", target);
        Peers.run("qemu-img", "compare", "-f", "qcow2", "-F", "qcow2", overlay, target);
        try (TestSource source = TestSource.of(target)) {
            DiskImage alone = Detector.openLayer(source, "qcow2", OpenOptions.DEFAULT);
            assertThat(alone.parent()).contains(new Parent.Named("base.qcow2", "qcow2"));
            assertThat(held(new LayerImage(new ChainImage(alone, alone), layer.unitBytes())))
                    .isEqualTo(layer.units());
            assertThat(Detector.check(source, "qcow2").first()).isEmpty();
        }
    }

    /** Which units were there to be written. */
    private record Layer(int unitBytes, BitSet units) {}

    private Layer written(Path overlay, Path target, String options, RandomGenerator random) throws IOException {
        try (LocalImage opened = LocalImage.open(overlay, "", LocalImage.beside())) {
            DiskImage whole = opened.image();
            TargetDesign design =
                    new Qcow2Target().design(TargetRequests.of("target.qcow2", whole.virtualBytes(), options));
            int unitBytes = design.encoder().unitBytes();
            LayerImage layer = new LayerImage((ChainImage) whole, unitBytes);
            StitchedImage image = new StitchedImage(design, guest(layer, Materializer.bytes(whole)));
            image.holding(layer);
            image.shuffleSeed = 3;
            image.maxGapUnits = 2;
            image.encode(random, 1 + (2L << 20) / unitBytes).writeTo(target);
            return new Layer(unitBytes, held(layer));
        }
    }

    /** The units that a layer holds and that are not all zero. */
    private static SparseGuest guest(LayerImage layer, byte[] disk) {
        int unitBytes = layer.unitBytes();
        SparseGuest guest = new SparseGuest(disk.length, unitBytes);
        held(layer).stream().forEach(unit -> {
            byte[] content = Arrays.copyOfRange(disk, unit * unitBytes, (unit + 1) * unitBytes); // zeros behind the end
            if (!Arrays.equals(content, new byte[unitBytes])) {
                guest.put(unit, content);
            }
        });
        return guest;
    }

    private static BitSet held(LayerImage layer) {
        BitSet held = new BitSet();
        LayerRuns runs = layer.runs(GuestOffset.ZERO);
        for (Optional<LayerRuns.Run> next = runs.next(); next.isPresent(); next = runs.next()) {
            LayerRuns.Run run = next.get();
            held.set((int) run.firstUnit(), (int) run.endUnit(), run.held());
        }
        return held;
    }
}
