package io.vmloom.format.qcow2;

import io.vmloom.codec.Codec;
import io.vmloom.error.ImageException;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.HostOffset;

/** The meaning of second-level entries: what a guest byte of a cluster maps to, and how far that goes in its cluster. */
final class ClusterMap {
    private final DataFile file;
    private final ByteSource source;
    private final int version;
    private final Geometry geometry;
    private final CompressedUnit unit;

    /** A mapping and how many bytes of one cluster it holds for. */
    record Piece(Mapping mapping, long lengthBytes) {}

    ClusterMap(DataFile file, int version, Geometry geometry, Codec codec) {
        this.file = file;
        this.source = file.source();
        this.version = version;
        this.geometry = geometry;
        this.unit = new CompressedUnit(codec, CompressedUnit.Framing.BARE, geometry.clusterBytes());
    }

    /** What stands at {@code skipBytes} of a cluster. */
    Piece piece(L2Table table, int cluster, int skipBytes) {
        L2Entry entry = table.entry(cluster);
        if (entry.isCompressed()) {
            requireOwnData(table, cluster);
            return compressed(table, cluster, entry, skipBytes);
        }
        return geometry.extendedL2()
                ? subclusters(table, cluster, entry, skipBytes)
                : standard(table, cluster, entry, skipBytes);
    }

    /** Whether {@link #piece} has an answer for every byte of a cluster. */
    boolean isSound(L2Table table, int cluster) {
        L2Entry entry = table.entry(cluster);
        if (entry.isCompressed()) {
            return hasOwnData() && isInside(entry.compressedOffset(geometry.clusterBits()));
        }
        if (geometry.extendedL2()) {
            SubclusterBitmap bitmap = table.bitmap(cluster);
            return !bitmap.contradictsItself()
                    && (bitmap.allocated() == 0 || isData(table, cluster, entry, firstAllocated(bitmap)));
        }
        return entry.isZero() ? version >= 3 : !isAllocated(entry) || isData(table, cluster, entry, 0);
    }

    private boolean hasOwnData() {
        return file instanceof DataFile.Inside;
    }

    private boolean isInside(long compressedOffset) {
        return compressedOffset != 0 && compressedOffset < source.sizeBytes();
    }

    private long firstAllocated(SubclusterBitmap bitmap) {
        return (long) Integer.numberOfTrailingZeros(bitmap.allocated()) * geometry.subclusterBytes();
    }

    private boolean isData(L2Table table, int cluster, L2Entry entry, long skipBytes) {
        long host = entry.hostOffset();
        return switch (file) {
            case DataFile.Inside inside ->
                host != 0
                        && Alignment.isAligned(host, geometry.clusterBytes())
                        && host + skipBytes < source.sizeBytes();
            case DataFile.External external -> host == guestOffset(table, cluster);
        };
    }

    private Piece compressed(L2Table table, int cluster, L2Entry entry, int skipBytes) {
        long host = entry.compressedOffset(geometry.clusterBits());
        if (!isInside(host)) {
            throw invalid(
                    table,
                    cluster,
                    "compressed cluster must begin inside the file of 0x" + Long.toHexString(source.sizeBytes())
                            + " bytes, got: 0x" + Long.toHexString(host));
        }
        int maxLength = (int) Math.min(entry.compressedBytes(geometry.clusterBits()), source.sizeBytes() - host);
        return new Piece(
                new Mapping.Compressed(file.member(), new HostOffset(host), maxLength, unit, skipBytes),
                geometry.clusterBytes() - (long) skipBytes);
    }

    private Piece standard(L2Table table, int cluster, L2Entry entry, int skipBytes) {
        long rest = geometry.clusterBytes() - (long) skipBytes;
        if (entry.isZero()) {
            if (version < 3) {
                throw invalid(table, cluster, "a zero cluster must not be in an image of version 2");
            }
            return new Piece(Mapping.Zero.INSTANCE, rest);
        }
        if (!isAllocated(entry)) {
            return new Piece(Mapping.Unallocated.INSTANCE, rest);
        }
        requireData(table, cluster, entry, 0);
        return data(entry.hostOffset() + skipBytes, rest);
    }

    private Piece subclusters(L2Table table, int cluster, L2Entry entry, int skipBytes) {
        SubclusterBitmap bitmap = table.bitmap(cluster);
        if (bitmap.contradictsItself()) {
            throw invalid(
                    table,
                    cluster,
                    "a subcluster must not be both allocated and zero, got bitmap: 0x"
                            + Long.toHexString(bitmap.raw()));
        }
        int subclusterBytes = geometry.subclusterBytes();
        int subcluster = skipBytes / subclusterBytes;
        long rest = (long) (subcluster + bitmap.runFrom(subcluster)) * subclusterBytes - skipBytes;
        if (bitmap.allocated() != 0) {
            requireData(table, cluster, entry, firstAllocated(bitmap));
        }
        if (bitmap.isAllocated(subcluster)) {
            return data(entry.hostOffset() + skipBytes, rest);
        }
        return new Piece(bitmap.isZero(subcluster) ? Mapping.Zero.INSTANCE : Mapping.Unallocated.INSTANCE, rest);
    }

    /** What lies behind the file's end inside a cluster that began before it is zero, as qemu reads it. */
    private Piece data(long host, long lengthBytes) {
        long inFile = source.sizeBytes() - host;
        return inFile <= 0
                ? new Piece(Mapping.Zero.INSTANCE, lengthBytes)
                : new Piece(new Mapping.Data(file.member(), new HostOffset(host)), Math.min(lengthBytes, inFile));
    }

    /** In an external file a cluster may begin at 0, and then the bit that it is nobody else's tells that it is there. */
    private boolean isAllocated(L2Entry entry) {
        return switch (file) {
            case DataFile.Inside inside -> entry.hostOffset() != 0;
            case DataFile.External external -> entry.hostOffset() != 0 || (entry.raw() & L2Entry.COPIED) != 0;
        };
    }

    private void requireOwnData(L2Table table, int cluster) {
        if (!hasOwnData()) {
            throw invalid(table, cluster, "compressed clusters must not be in an image with an external data file");
        }
    }

    /** @param skipBytes where in the cluster its first allocated byte is */
    private void requireData(L2Table table, int cluster, L2Entry entry, long skipBytes) {
        if (!isData(table, cluster, entry, skipBytes)) {
            String rule = switch (file) {
                case DataFile.Inside inside ->
                    "data cluster must be aligned to " + geometry.clusterBytes()
                            + " bytes and begin inside the file of 0x" + Long.toHexString(source.sizeBytes())
                            + " bytes";
                case DataFile.External external -> "data in an external file must stand where it stands in the guest";
            };
            throw invalid(table, cluster, rule + ", got: 0x" + Long.toHexString(entry.hostOffset()));
        }
    }

    private long guestOffset(L2Table table, int cluster) {
        return table.number() * geometry.groupBytes() + (long) cluster * geometry.clusterBytes();
    }

    private ImageException invalid(L2Table table, int cluster, String rule) {
        return ImageException.invalid(
                file.members().getFirst().name(),
                table.entryOffset(cluster),
                "guest offset 0x" + Long.toHexString(guestOffset(table, cluster)) + ": " + rule);
    }
}
