package io.vmloom.format.qcow2;

import io.vmloom.error.ImageException;
import io.vmloom.error.RequestException;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The internal snapshots of an image.
 *
 * @param lengthBytes of the table in the file
 * @see <a href="https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst">qcow2 specification,
 *     "Snapshots"</a>
 */
record SnapshotTable(String file, List<Snapshot> snapshots, long lengthBytes) {
    private static final int MAX_SNAPSHOTS = 1 << 16;

    /** The table is kept in memory; this is 256 bytes for each snapshot of the greatest number. */
    private static final long MAX_BYTES = 16L << 20;

    private static final int HEAD_BYTES = 40;
    private static final int ENTRY_ALIGNMENT = 8;

    /** Extra data up to here holds the size of the disk. */
    private static final int EXTRA_WITH_SIZE_BYTES = 16;

    private static final long MAX_VIRTUAL_BYTES = 1L << 62;
    private static final int MAX_LISTED = 20;

    SnapshotTable {
        snapshots = List.copyOf(snapshots);
    }

    static SnapshotTable read(ByteSource source, Qcow2Header header) {
        long count = header.snapshotCount();
        if (count > MAX_SNAPSHOTS) {
            throw ImageException.invalid(
                    source.name(),
                    Qcow2Header.SNAPSHOT_COUNT_AT,
                    "there must be at most " + MAX_SNAPSHOTS + " snapshots, got: " + count);
        }
        long start = header.snapshotsOffset();
        if (count > 0
                && (start <= 0 || !Alignment.isAligned(start, header.geometry().clusterBytes()))) {
            throw ImageException.invalid(
                    source.name(),
                    Qcow2Header.SNAPSHOTS_OFFSET_AT,
                    "the snapshot table must begin at a cluster, got: 0x" + Long.toHexString(start));
        }
        List<Snapshot> snapshots = new ArrayList<>();
        BigEndianReader in = new BigEndianReader(source, "the snapshot table", start);
        for (long i = 0; i < count; i++) {
            snapshots.add(readEntry(source, header, in));
            if (in.offset() - start > MAX_BYTES) {
                throw ImageException.invalid(
                        source.name(),
                        in.offset(),
                        "the snapshot table must not be longer than " + MAX_BYTES + " bytes");
            }
        }
        return new SnapshotTable(source.name(), snapshots, count > 0 ? in.offset() - start : 0);
    }

    /** The one of this id, else the only one of this name; throws {@link RequestException} that lists what there is. */
    Snapshot find(String wanted) {
        List<Snapshot> matching =
                snapshots.stream().filter(s -> s.id().equals(wanted)).limit(1).toList();
        if (matching.isEmpty()) {
            matching = snapshots.stream().filter(s -> s.name().equals(wanted)).toList();
        }
        return switch (matching.size()) {
            case 0 ->
                throw new RequestException(file + ": no snapshot has the id or name '" + wanted + "'; "
                        + (snapshots.isEmpty() ? "the image has none" : "the image has " + summary()));
            case 1 -> matching.getFirst();
            default ->
                throw new RequestException(file + ": " + matching.size() + " snapshots have the name '" + wanted
                        + "'; choose one by its id: "
                        + matching.stream().limit(MAX_LISTED).map(Snapshot::id).collect(Collectors.joining(", ")));
        };
    }

    /** Ids and names of the first ones, and how many more there are. */
    String summary() {
        String first =
                snapshots.stream().limit(MAX_LISTED).map(Snapshot::toString).collect(Collectors.joining(", "));
        int more = snapshots.size() - MAX_LISTED;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    private static Snapshot readEntry(ByteSource source, Qcow2Header header, BigEndianReader in) {
        long entryOffset = in.offset();
        long l1Offset = in.u64();
        long l1Entries = in.u32();
        int idBytes = in.u16();
        int nameBytes = in.u16();
        in.u64(); // when it was taken
        in.u64(); // how long the guest had run
        in.u32(); // size of the VM state, which lies behind the disk
        long extraBytes = in.u32();
        long virtualBytes = header.virtualBytes();
        if (extraBytes >= EXTRA_WITH_SIZE_BYTES) {
            in.u64();
            virtualBytes = in.u64();
            in.skip(extraBytes - EXTRA_WITH_SIZE_BYTES);
        } else {
            in.skip(extraBytes);
        }
        if (virtualBytes < 0 || virtualBytes > MAX_VIRTUAL_BYTES) {
            throw ImageException.invalid(
                    source.name(),
                    entryOffset + HEAD_BYTES + Long.BYTES,
                    "the snapshot's disk must have at most 2^62 bytes, got: 0x" + Long.toHexString(virtualBytes));
        }
        String id = in.text(idBytes);
        String name = in.text(nameBytes);
        long entryBytes = in.offset() - entryOffset;
        in.skip(Alignment.up(entryBytes, ENTRY_ALIGNMENT) - entryBytes);
        return new Snapshot(id, name, entryOffset, new L1Table.Claim(l1Offset, l1Entries, virtualBytes));
    }
}
