package io.vmloom.format.qcow2;

import io.vmloom.extent.DiskImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.NamedFiles;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import java.util.Optional;

/** Opens versions 2 and 3, the active state or an internal snapshot. */
final class Qcow2Reader implements ImageReader {
    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        Qcow2Header header = Qcow2Header.read(source);
        HeaderExtensions extensions = HeaderExtensions.read(source, header);
        Refusals.check(source, header, extensions);
        SnapshotTable snapshots = SnapshotTable.read(source, header);
        Optional<Snapshot> snapshot =
                options.wantsSnapshot() ? Optional.of(snapshots.find(options.snapshot())) : Optional.empty();
        L1Table.Claim active = new L1Table.Claim(header.l1Offset(), header.l1Entries(), header.virtualBytes());
        L1Table.Claim claim = snapshot.map(Snapshot::l1).orElse(active);
        L1Table directory = L1Table.read(
                source,
                header.geometry(),
                claim,
                snapshot.map(Snapshot::entryOffset).orElse((long) Qcow2Header.L1_ENTRIES_AT));
        DiskImage image = new Qcow2Image(
                dataFile(source, header, extensions, options),
                header,
                Backing.read(source, header, extensions),
                snapshots,
                snapshot.map(Snapshot::toString).orElse(""),
                directory,
                claim.virtualBytes());
        return Encryption.of(source, header, extensions).open(image, options);
    }

    private static DataFile dataFile(
            ByteSource source, Qcow2Header header, HeaderExtensions extensions, OpenOptions options) {
        if (!header.has(Features.EXTERNAL_DATA)) {
            return new DataFile.Inside(source);
        }
        return new DataFile.External(
                source,
                NamedFiles.require(options.files(), source.name(), "an external data file", extensions.dataFile())
                        .source());
    }
}
