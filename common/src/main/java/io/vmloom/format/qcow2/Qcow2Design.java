package io.vmloom.format.qcow2;

import io.vmloom.cipher.luks.NewLuks;
import io.vmloom.extent.EncryptedImage;
import io.vmloom.extent.Parent;
import io.vmloom.layout.Arrangement;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetCipher;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;
import java.util.Optional;

/**
 * All tables in front, data clusters behind in any order; what no table points to has a refcount of 0. Where clusters are
 * encrypted, by their places in the file, each has its place beforehand, and the LUKS header stands behind all of them.
 *
 * @param bitmaps that are kept
 * @param container empty for an image that is not encrypted
 */
record Qcow2Design(Qcow2Options options, long virtualBytes, BitmapFront bitmaps, Optional<NewLuks> container)
        implements TargetDesign {
    /** As large as qemu allows a refcount table. */
    private static final long MAX_REFCOUNT_TABLE_BYTES = 8L << 20;

    /** Tables hold bits 9 to 55 of an offset. */
    private static final int PLAIN_OFFSET_BITS = 56;

    @Override
    public EncoderSpec encoder() {
        return options.compressing()
                .<EncoderSpec>map(compression ->
                        new EncoderSpec.PackedCompressed(clusterBytes(), compression, options.keepsStreams()))
                .orElseGet(() -> new EncoderSpec.PackedPlain(clusterBytes(), 0, container.isPresent()));
    }

    @Override
    public Optional<TargetCipher> cipher() {
        return container.map(luks -> new TargetCipher(EncryptedImage.Positions.FILE, luks::cipher));
    }

    @Override
    public Arrangement arrangement() {
        return container.isPresent() ? Arrangement.ORDERED : Arrangement.FREE;
    }

    @Override
    public Optional<Parent.Named> backing() {
        return options.backing();
    }

    @Override
    public long groupBytes() {
        return geometry().groupBytes();
    }

    @Override
    public int frontAlignmentBytes() {
        return clusterBytes();
    }

    /** Gaps between fragments count as data, because refcount blocks reach up to the end of the file. */
    @Override
    public long frontBytes(GroupSet groups, long dataBytes) {
        long dataClusters = Math.ceilDiv(dataBytes + tailBytes(), clusterBytes());
        return FrontShape.leastBefore(basis(), groups.count(), dataClusters).clusters()
                << geometry().clusterBits();
    }

    @Override
    public boolean frontIsExact() {
        return container.isPresent();
    }

    /** A multiple of every cluster's size. */
    @Override
    public long tailBytes() {
        return container.map(NewLuks::payloadOffset).orElse(0);
    }

    /** The least of what L2 entries can point to and what the largest refcount table counts. */
    @Override
    public long maxFileBytes() {
        int offsetBits = options.compress()
                ? Math.min(PLAIN_OFFSET_BITS, L2Entry.offsetBits(geometry().clusterBits()))
                : PLAIN_OFFSET_BITS;
        long counted =
                MAX_REFCOUNT_TABLE_BYTES / Long.BYTES * options.refcounts().perBlock(clusterBytes());
        return Math.min(1L << offsetBits - geometry().clusterBits(), counted)
                << geometry().clusterBits();
    }

    @Override
    public void writeFront(Stitch stitch, TableSink sink) {
        new FrontWriter(this, stitch, sink).write();
    }

    @Override
    public void writeTail(Stitch stitch, TableSink sink) {
        container.map(NewLuks::header).ifPresent(header -> {
            sink.write(header);
            sink.zeros(tailBytes() - header.length);
        });
    }

    Geometry geometry() {
        return options.geometry();
    }

    int clusterBytes() {
        return geometry().clusterBytes();
    }

    FrontShape.Basis basis() {
        return new FrontShape.Basis(
                geometry().clusterBits(),
                options.refcounts(),
                bitmaps.clusters(),
                Math.ceilDiv(virtualBytes, groupBytes()));
    }
}
