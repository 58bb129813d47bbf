package io.vmloom.format.qcow2;

import io.vmloom.check.ClaimVisitor;
import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Visits everything that an image refers to, whether it makes sense or not, and says what does not. Tables that are
 * shared by snapshots are visited once for each that refers to them, as their refcounts count them.
 */
final class MetadataWalk {
    static final String HEADER = "the header";
    static final String REFCOUNT_TABLE = "the refcount table";
    static final String REFCOUNT_BLOCK = "refcount block";
    static final String L1_TABLE = "L1 table";
    static final String SNAPSHOT_TABLE = "the snapshot table";
    static final String L2_TABLE = "L2 table";
    static final String DATA = "data of guest offset";
    static final String ENCRYPTION = "the LUKS header";
    static final String BITMAP = "bitmap";
    private static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;

    /** Bits that must be 0: all but the offset, bit 63 and, in a second-level entry, bit 0. */
    private static final long L1_RESERVED = 0x7f00_0000_0000_01ffL;

    private static final long L2_RESERVED = 0x3f00_0000_0000_01feL;
    private static final long REFCOUNT_TABLE_RESERVED = 0x1ffL;

    /** Each snapshot of a disk may visit all its tables, and a forged image may have very many. */
    private static final int MAX_TABLES = 8 << 20;

    /** First-level entries of all snapshots, which may share one table: two gigabytes to read. */
    private static final long MAX_FIRST_ENTRIES = 256L << 20;

    private final ByteSource source;
    private final Qcow2Header header;
    private final Encryption encryption;
    private final SnapshotTable snapshots;
    private final Refcounts refcounts;
    private final ClaimVisitor claims;
    private final Problems problems;
    private int tables;
    private long firstEntries;

    /** Hears what makes no sense. */
    interface Problems {
        void found(long hostOffset, String problem);

        /**
         * Hears of an entry of the active state, whose bit 63 is to say that the refcount of its cluster is exactly one,
         * so that writing needs no copy.
         *
         * @param at where the entry stands
         */
        default void owned(long raw, long host, long at, long refcount) {
            if ((raw & L2Entry.COPIED) != 0 != (refcount == 1)) {
                found(
                        at,
                        "bit 63 of the entry for 0x" + Long.toHexString(host)
                                + " must be set exactly when the refcount is 1, which is "
                                + Long.toUnsignedString(refcount));
            }
        }
    }

    MetadataWalk(
            ByteSource source,
            Qcow2Header header,
            Encryption encryption,
            SnapshotTable snapshots,
            Refcounts refcounts,
            ClaimVisitor claims,
            Problems problems) {
        this.source = source;
        this.header = header;
        this.encryption = encryption;
        this.snapshots = snapshots;
        this.refcounts = refcounts;
        this.claims = claims;
        this.problems = problems;
    }

    void run() {
        claims.claim(HEADER, 0, 0, header.geometry().clusterBytes());
        claims.claim(REFCOUNT_TABLE, 0, refcounts.tableOffset(), refcounts.tableBytes());
        for (int block = 0; block < refcounts.tableEntries(); block++) {
            refcountBlock(block);
        }
        encryption.claim(claims);
        claims.claim(SNAPSHOT_TABLE, 0, header.snapshotsOffset(), snapshots.lengthBytes());
        List<L1Table.Claim> tables = new ArrayList<>();
        tables.add(new L1Table.Claim(header.l1Offset(), header.l1Entries(), header.virtualBytes()));
        snapshots.snapshots().forEach(snapshot -> tables.add(snapshot.l1()));
        for (int i = 0; i < tables.size(); i++) {
            firstLevel(tables.get(i), i);
        }
        BitmapDirectory.claims(source, header, claims, problems);
    }

    private void refcountBlock(int block) {
        long offset = refcounts.blockOffset(block);
        reserved(refcounts.tableEntry(block), REFCOUNT_TABLE_RESERVED, refcounts.entryOffset(block));
        if (offset != 0 && !refcounts.isUsable(block)) {
            problems.found(
                    refcounts.entryOffset(block),
                    "refcount block " + block + " must be a whole cluster inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x" + Long.toHexString(offset));
        } else if (offset != 0) {
            claims.claim(REFCOUNT_BLOCK, block, offset, header.geometry().clusterBytes());
        }
    }

    /** @param number 0 for the active table, whose entries alone say whether a cluster is shared */
    private void firstLevel(L1Table.Claim claim, int number) {
        long lengthBytes = claim.entries() * Long.BYTES;
        if (claim.entries() == 0) {
            return;
        }
        if (lengthBytes > L1Table.MAX_BYTES
                || claim.hostOffset() <= 0
                || !Alignment.isAligned(claim.hostOffset(), header.geometry().clusterBytes())
                || claim.hostOffset() > source.sizeBytes() - lengthBytes) {
            problems.found(
                    number == 0 ? Qcow2Header.L1_OFFSET_AT : header.snapshotsOffset(),
                    "L1 table " + number + " of " + claim.entries() + " entries must begin at a cluster inside the"
                            + " file, got: 0x" + Long.toHexString(claim.hostOffset()));
            return;
        }
        firstEntries += claim.entries();
        if (firstEntries > MAX_FIRST_ENTRIES) {
            throw ImageException.unsafe(
                    source.name(),
                    "the image and its snapshots have more than " + MAX_FIRST_ENTRIES + " L1 entries",
                    "delete snapshots first");
        }
        claims.claim(L1_TABLE, number, claim.hostOffset(), lengthBytes);
        ByteBuffer entries = ByteBuffer.allocate((int) lengthBytes);
        source.read(claim.hostOffset(), entries);
        for (int i = 0; i < claim.entries(); i++) {
            long raw = entries.getLong(i * Long.BYTES);
            if ((raw & OFFSET_MASK) != 0) {
                secondLevel(raw, i, claim.hostOffset() + (long) i * Long.BYTES, number == 0);
            }
        }
    }

    private void secondLevel(long raw, int number, long entryOffset, boolean active) {
        long offset = raw & OFFSET_MASK;
        int clusterBytes = header.geometry().clusterBytes();
        if (!Alignment.isAligned(offset, clusterBytes) || offset > source.sizeBytes() - clusterBytes) {
            problems.found(
                    entryOffset,
                    "L2 table " + number + " must be a whole cluster inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x" + Long.toHexString(offset));
            return;
        }
        if (++tables > MAX_TABLES) {
            throw ImageException.unsafe(
                    source.name(),
                    "the image and its snapshots refer to more than " + MAX_TABLES + " L2 tables",
                    "delete snapshots first");
        }
        claims.claim(L2_TABLE, number, offset, clusterBytes);
        reserved(raw, L1_RESERVED, entryOffset);
        if (active) {
            owned(raw, offset, entryOffset);
        }
        ByteBuffer bytes = ByteBuffer.allocate(clusterBytes);
        source.read(offset, bytes);
        L2Table table = new L2Table(number, offset, header.geometry(), bytes.flip());
        for (int cluster = 0; cluster < header.geometry().tableEntries(); cluster++) {
            entry(table, cluster, active);
        }
    }

    private void entry(L2Table table, int cluster, boolean active) {
        L2Entry entry = table.entry(cluster);
        Geometry geometry = header.geometry();
        long guest = table.number() * geometry.groupBytes() + (long) cluster * geometry.clusterBytes();
        long at = table.entryOffset(cluster);
        if (geometry.extendedL2()) {
            subclusters(table.bitmap(cluster), entry, at);
        }
        if (entry.isCompressed()) {
            compressed(entry, guest, at);
            return;
        }
        reserved(entry.raw(), L2_RESERVED, at);
        if (entry.isZero() && header.version() < 3) {
            problems.found(at, "a zero cluster must not be in an image of version 2");
        }
        long host = entry.hostOffset();
        if (header.has(Features.EXTERNAL_DATA)) {
            external(host, guest, at);
            return;
        }
        if (host == 0) {
            return;
        }
        if (!Alignment.isAligned(host, geometry.clusterBytes()) || host >= source.sizeBytes()) {
            problems.found(
                    at,
                    "the data of guest offset 0x" + Long.toHexString(guest)
                            + " must begin at a cluster inside the file of 0x" + Long.toHexString(source.sizeBytes())
                            + " bytes, got: 0x" + Long.toHexString(host));
            return;
        }
        claims.claim(DATA, guest, host, geometry.clusterBytes());
        if (active) {
            owned(entry.raw(), host, at);
        }
    }

    /** Clusters of another file have no refcount here. */
    private void external(long host, long guest, long at) {
        if (host != 0 && host != guest) {
            problems.found(
                    at,
                    "the data of guest offset 0x" + Long.toHexString(guest)
                            + " must stand there in the external file too, got: 0x" + Long.toHexString(host));
        }
    }

    private void compressed(L2Entry entry, long guest, long at) {
        int bits = header.geometry().clusterBits();
        long host = entry.compressedOffset(bits);
        if (host == 0 || host >= source.sizeBytes()) {
            problems.found(
                    at,
                    "the compressed data of guest offset 0x" + Long.toHexString(guest)
                            + " must begin inside the file of 0x" + Long.toHexString(source.sizeBytes())
                            + " bytes, got: 0x" + Long.toHexString(host));
            return;
        }
        if ((entry.raw() & L2Entry.COPIED) != 0) {
            problems.found(at, "a compressed cluster must not be marked as used by one only");
        }
        claims.claim(DATA, guest, host, entry.compressedBytes(bits));
    }

    private void subclusters(SubclusterBitmap bitmap, L2Entry entry, long at) {
        if (entry.isCompressed() && bitmap.raw() != 0) {
            problems.found(
                    at, "a compressed cluster must have no subclusters, got: 0x" + Long.toHexString(bitmap.raw()));
        } else if (!entry.isCompressed() && bitmap.contradictsItself()) {
            problems.found(
                    at, "a subcluster must not be both allocated and zero, got: 0x" + Long.toHexString(bitmap.raw()));
        } else if (!entry.isCompressed() && bitmap.allocated() != 0 && entry.hostOffset() == 0) {
            problems.found(at, "subclusters are allocated where no cluster is");
        }
    }

    private void reserved(long raw, long mask, long at) {
        if ((raw & mask) != 0) {
            problems.found(at, "reserved bits of the entry must be 0, got: 0x" + Long.toHexString(raw & mask));
        }
    }

    private void owned(long raw, long host, long at) {
        problems.owned(raw, host, at, refcounts.of(host / header.geometry().clusterBytes()));
    }
}
