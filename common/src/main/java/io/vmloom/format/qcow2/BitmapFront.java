package io.vmloom.format.qcow2;

import io.vmloom.extent.DirtyBitmap;
import io.vmloom.format.EntryStream;
import io.vmloom.table.TableSink;
import io.vmloom.unit.Alignment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/**
 * The bitmaps of a target: {@code directory | table and clusters of each bitmap}, behind the header. What their content
 * is was read once to know how long this becomes, and is read again to write it, a cluster at a time.
 */
record BitmapFront(int clusterBytes, List<Kept> bitmaps) {
    /**
     * One bitmap.
     *
     * @param clusters of its content
     * @param stored those that are neither all zeros nor all ones
     */
    private record Kept(DirtyBitmap bitmap, int clusters, BitSet stored, BitSet ones) {
        byte[] name() {
            return bitmap.name().getBytes(StandardCharsets.UTF_8);
        }
    }

    BitmapFront {
        bitmaps = List.copyOf(bitmaps);
    }

    static BitmapFront of(int clusterBytes, long virtualBytes, List<DirtyBitmap> bitmaps) {
        return new BitmapFront(
                clusterBytes,
                bitmaps.stream()
                        .map(bitmap -> kept(clusterBytes, virtualBytes, bitmap))
                        .toList());
    }

    private static Kept kept(int clusterBytes, long virtualBytes, DirtyBitmap bitmap) {
        int clusters = Math.toIntExact(Math.ceilDiv(bitmap.lengthBytes(virtualBytes), clusterBytes));
        Kept kept = new Kept(bitmap, clusters, new BitSet(), new BitSet());
        byte[] content = new byte[clusterBytes];
        for (int cluster = 0; cluster < clusters; cluster++) {
            bitmap.content().read((long) cluster * clusterBytes, content);
            BitSet bits = BitSet.valueOf(content);
            kept.ones.set(cluster, bits.cardinality() == clusterBytes * Byte.SIZE);
            kept.stored.set(cluster, !bits.isEmpty() && !kept.ones.get(cluster));
        }
        return kept;
    }

    int count() {
        return bitmaps.size();
    }

    long directoryBytes() {
        return bitmaps.stream()
                .mapToLong(kept -> BitmapEntry.lengthBytes(kept.name().length, 0))
                .sum();
    }

    /** All that {@link #write} writes. */
    long clusters() {
        return clustersOf(directoryBytes())
                + bitmaps.stream().mapToLong(this::clusters).sum();
    }

    private long clusters(Kept kept) {
        return tableClusters(kept) + kept.stored.cardinality();
    }

    private long tableClusters(Kept kept) {
        return clustersOf((long) kept.clusters * Long.BYTES);
    }

    private long clustersOf(long bytes) {
        return Math.ceilDiv(bytes, clusterBytes);
    }

    /** @param offset where in the file this begins */
    void write(long offset, TableSink sink) {
        writeDirectory(offset, sink);
        long at = offset + clustersOf(directoryBytes()) * clusterBytes;
        byte[] content = new byte[clusterBytes];
        for (Kept kept : bitmaps) {
            writeTable(kept, at + tableClusters(kept) * clusterBytes, sink);
            kept.stored.stream().forEach(cluster -> {
                kept.bitmap.content().read((long) cluster * clusterBytes, content);
                sink.write(content);
            });
            at += clusters(kept) * clusterBytes;
        }
    }

    private void writeDirectory(long offset, TableSink sink) {
        EntryStream out = new EntryStream(sink, ByteOrder.BIG_ENDIAN);
        long at = offset + clustersOf(directoryBytes()) * clusterBytes;
        long end = 0;
        for (Kept kept : bitmaps) {
            byte[] name = kept.name();
            out.putLong(kept.clusters == 0 ? 0 : at);
            out.putInt(kept.clusters);
            out.putInt((int) (kept.bitmap.recording() ? BitmapEntry.AUTO : 0));
            out.putByte((byte) BitmapEntry.DIRTY_TRACKING);
            out.putByte((byte) kept.bitmap.granularityBits());
            out.putByte((byte) (name.length >>> Byte.SIZE));
            out.putByte((byte) name.length);
            out.putInt(0); // no extra data
            for (byte one : name) {
                out.putByte(one);
            }
            end += BitmapEntry.lengthBytes(name.length, 0);
            out.zerosUpTo(end);
            at += clusters(kept) * clusterBytes;
        }
        out.zerosUpTo(Alignment.up(end, clusterBytes));
        out.flush();
    }

    private void writeTable(Kept kept, long contentOffset, TableSink sink) {
        EntryStream out = new EntryStream(sink, ByteOrder.BIG_ENDIAN);
        long at = contentOffset;
        for (int cluster = 0; cluster < kept.clusters; cluster++) {
            if (kept.stored.get(cluster)) {
                out.putLong(at);
                at += clusterBytes;
            } else {
                out.putLong(kept.ones.get(cluster) ? BitmapEntry.ALL_ONES : 0);
            }
        }
        out.zerosUpTo(tableClusters(kept) * clusterBytes);
        out.flush();
    }
}
