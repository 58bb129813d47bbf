package io.vmloom.format.qcow2;

import io.vmloom.extent.DiskImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;

/** Opens versions 2 and 3, the active state or an internal snapshot. */
final class Qcow2Reader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        Qcow2Header header = Qcow2Header.read(source);
        Refusals.check(source, header);
        SnapshotTable snapshots = SnapshotTable.read(source, header);
        if (options.wantsSnapshot()) {
            Snapshot snapshot = snapshots.find(options.snapshot());
            return image(source, header, snapshots, snapshot.toString(), snapshot.l1(), snapshot.entryOffset());
        }
        L1Table.Claim active = new L1Table.Claim(header.l1Offset(), header.l1Entries(), header.virtualBytes());
        return image(source, header, snapshots, "", active, Qcow2Header.L1_ENTRIES_AT);
    }

    private static DiskImage image(
            ByteSource source,
            Qcow2Header header,
            SnapshotTable snapshots,
            String snapshot,
            L1Table.Claim claim,
            long claimOffset) {
        L1Table directory = L1Table.read(source, header.geometry(), claim, claimOffset);
        return new Qcow2Image(source, header, snapshots, snapshot, directory, claim.virtualBytes());
    }
}
