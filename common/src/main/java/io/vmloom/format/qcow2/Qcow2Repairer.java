package io.vmloom.format.qcow2;

import io.vmloom.check.CheckReport;
import io.vmloom.check.ClaimVisitor;
import io.vmloom.check.Findings;
import io.vmloom.check.ImageRepairer;
import io.vmloom.check.Patches;
import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts anew what refers to each cluster and writes the refcounts behind the end of the file, sets the bits that say who
 * owns a cluster by them, and clears the dirty bit. Mappings stay as they are, and snapshots and bitmaps count as what they
 * are; the old refcounts become free clusters.
 */
final class Qcow2Repairer implements ImageRepairer {
    private static final long KNOWN_AUTOCLEAR = 3;
    private static final int AUTOCLEAR_AT = 88;

    @Override
    public boolean needed(ByteSource source, CheckReport report) {
        return !report.clean() || Qcow2Header.read(source).has(Features.DIRTY);
    }

    @Override
    public List<String> repair(ByteSource source, Patches copy) {
        Qcow2Header header = Qcow2Header.read(source);
        HeaderExtensions extensions = HeaderExtensions.read(source, header);
        Refusals.check(source, header, extensions);
        refuseUnknown(source, header, extensions);
        return new Rebuild(source, header, extensions, copy).run();
    }

    /** Clusters that only an unknown extension refers to would be given free. */
    private static void refuseUnknown(ByteSource source, Qcow2Header header, HeaderExtensions extensions) {
        long autoclear =
                header.version() == 2 ? 0 : new BigEndianReader(source, "the qcow2 header", AUTOCLEAR_AT).u64();
        if (extensions.hasUnknown() || (autoclear & ~KNOWN_AUTOCLEAR) != 0) {
            throw ImageException.unsupported(
                    source.name(),
                    "it has header extensions that this version does not know, and what they refer to would be lost",
                    "repair it with the program that wrote it, or convert it");
        }
    }

    private static final class Rebuild {
        private final ByteSource source;
        private final Qcow2Header header;
        private final Encryption encryption;
        private final SnapshotTable snapshots;
        private final Patches copy;
        private final int clusterBytes;
        private final RefcountWidth width;
        private long marks;

        Rebuild(ByteSource source, Qcow2Header header, HeaderExtensions extensions, Patches copy) {
            this.source = source;
            this.header = header;
            this.encryption = Encryption.of(source, header, extensions);
            this.snapshots = SnapshotTable.read(source, header);
            this.copy = copy;
            this.clusterBytes = header.geometry().clusterBytes();
            this.width = RefcountWidth.read(source, header);
        }

        List<String> run() {
            long[] end = {source.sizeBytes()};
            walk(
                    (kind, number, hostOffset, lengthBytes) -> end[0] = Math.max(end[0], hostOffset + lengthBytes),
                    (at, problem) -> {});
            RefcountPlace place =
                    RefcountPlace.behind(source.name(), end[0], clusterBytes, width.perBlock(clusterBytes));
            copy.growTo(place.endCluster() * clusterBytes);
            for (long first = 0; first < place.endCluster(); ) {
                int window = (int) Math.min(ClusterCounts.WINDOW_CLUSTERS, place.endCluster() - first);
                ClusterCounts counts = new ClusterCounts(clusterBytes, first, window, new Findings());
                walk(counts, (at, problem) -> {});
                place.claim(counts);
                writeBlocks(place, first, window, counts);
                walk((kind, number, hostOffset, lengthBytes) -> {}, new Marks(counts));
                first = Math.min(Math.max(first + window, alignedDown(counts.nextClaimed())), place.endCluster());
            }
            ByteBuffer table = ByteBuffer.allocate((int) (place.tableClusters() * clusterBytes));
            for (long block = 0; block < place.blocks(); block++) {
                table.putLong(place.blockOffset(block));
            }
            copy.put(place.tableOffset(), table.clear());
            return changes(place);
        }

        private long alignedDown(long cluster) {
            long window = ClusterCounts.WINDOW_CLUSTERS;
            return cluster / window * window;
        }

        /** Everything but the refcounts themselves. */
        private void walk(ClaimVisitor claims, MetadataWalk.Problems problems) {
            new MetadataWalk(source, header, encryption, snapshots, Refcounts.none(source, header), claims, problems)
                    .run();
        }

        private void requireCountable(int count) {
            if (count >= ClusterCounts.MAX_COUNT || count > width.most()) {
                throw ImageException.unsupported(
                        source.name(),
                        "a cluster is referred to " + count + " times or more, which is not counted in " + width.bits()
                                + " bits",
                        "convert it instead");
            }
        }

        private void writeBlocks(RefcountPlace place, long first, int window, ClusterCounts counts) {
            int perBlock = width.perBlock(clusterBytes);
            for (long cluster = first; cluster < first + window; cluster += perBlock) {
                ByteBuffer block = ByteBuffer.allocate(clusterBytes);
                boolean empty = true;
                for (int entry = 0; entry < Math.min(perBlock, first + window - cluster); entry++) {
                    int count = counts.of(cluster + entry);
                    if (count > 0) {
                        requireCountable(count);
                        width.put(block, entry, count);
                        empty = false;
                    }
                }
                if (!empty) {
                    copy.put(place.blockOffset(cluster / perBlock), block);
                }
            }
        }

        private List<String> changes(RefcountPlace place) {
            List<String> changes = new ArrayList<>();
            changes.add("refcounts were counted anew and stand at 0x" + Long.toHexString(place.tableOffset()));
            if (marks > 0) {
                changes.add("bit 63 of " + marks + " entries says whether their cluster is used once");
            }
            copy.put(
                    Refcounts.TABLE_OFFSET_AT,
                    ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                            .putLong(place.tableOffset())
                            .putInt((int) place.tableClusters())
                            .flip());
            if (header.has(Features.DIRTY)) {
                copy.put(
                        Qcow2Header.INCOMPATIBLE_AT,
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(header.incompatible() & ~Features.DIRTY)
                                .flip());
                changes.add("the dirty bit is cleared");
            }
            return changes;
        }

        /** Sets the bits of entries whose cluster lies in a window. */
        private final class Marks implements MetadataWalk.Problems {
            private final ClusterCounts counts;

            Marks(ClusterCounts counts) {
                this.counts = counts;
            }

            @Override
            public void found(long hostOffset, String problem) {}

            @Override
            public void owned(long raw, long host, long at, long refcount) {
                long cluster = host / clusterBytes;
                if (counts.covers(cluster) && (raw & L2Entry.COPIED) != 0 != (counts.of(cluster) == 1)) {
                    copy.put(
                            at,
                            ByteBuffer.allocate(Long.BYTES)
                                    .putLong(raw ^ L2Entry.COPIED)
                                    .flip());
                    marks++;
                }
            }
        }
    }
}
