package io.vmloom.format.sparseimage;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which band stands where. It is written in the order of the file and needed in that of the disk, so that all of it is in
 * memory: eight bytes for each band that was written.
 *
 * @param written the bands in the order of the disk: number, from 0 on, in the upper half, slot in the lower one
 */
record BandIndex(SparseImageHeader header, List<IndexNode> nodes, long[] written) {
    private static final int NODE_NEXT_AT = 12;
    private static final int NODE_BANDS_AT = 56;

    /** As many as a disk of 4 TiB has with bands of the usual mebibyte. */
    private static final int MAX_NODES = 4096;

    static BandIndex read(ByteSource source, SparseImageHeader header) {
        return new Reading(source, header).index();
    }

    /** The position in {@link #written} of the first band that is not before this one. */
    int firstFrom(long band) {
        int found = Arrays.binarySearch(written, band << Integer.SIZE);
        return found >= 0 ? found : -found - 1;
    }

    long band(int position) {
        return written[position] >>> Integer.SIZE;
    }

    /** Where a written band stands in the file. */
    long offset(int position) {
        int slot = (int) written[position];
        int low = 0;
        int high = nodes.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (nodes.get(middle).firstSlot() <= slot) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return nodes.get(low).bandOffset(slot, header.bandBytes());
    }

    private static final class Reading {
        private final ByteSource source;
        private final SparseImageHeader header;
        private final List<IndexNode> nodes = new ArrayList<>();
        private long[] written = new long[256];
        private int count;

        Reading(ByteSource source, SparseImageHeader header) {
            this.source = source;
            this.header = header;
        }

        BandIndex index() {
            node(0, SparseImageHeader.BANDS_AT);
            long next = header.nextNodeOffset();
            while (next != 0) {
                requireNode(next);
                next = node(next, NODE_BANDS_AT).getLong(NODE_NEXT_AT);
            }
            long[] sorted = Arrays.copyOf(written, count);
            Arrays.sort(sorted);
            BandIndex index = new BandIndex(header, nodes, sorted);
            requireNoneTwice(index);
            return index;
        }

        private ByteBuffer node(long offset, int bandsAt) {
            ByteBuffer bytes = ByteBuffer.allocate(IndexNode.BYTES);
            source.read(offset, bytes);
            int firstSlot = nodes.isEmpty()
                    ? 0
                    : nodes.getLast().firstSlot() + nodes.getLast().slots();
            IndexNode node = new IndexNode(offset, firstSlot, (IndexNode.BYTES - bandsAt) / Integer.BYTES);
            nodes.add(node);
            if (offset != 0 && !hasMagic(bytes)) {
                throw ImageException.invalid(source.name(), offset, "a node of the index must begin with 'sprs'");
            }
            for (int i = 0; i < node.slots(); i++) {
                int entryAt = bandsAt + i * Integer.BYTES;
                long number = Integer.toUnsignedLong(bytes.getInt(entryAt));
                if (number != 0) {
                    add(number, node, firstSlot + i, offset + entryAt);
                }
            }
            return bytes;
        }

        private static boolean hasMagic(ByteBuffer bytes) {
            return new String(bytes.array(), 0, IndexNode.MAGIC.length(), StandardCharsets.US_ASCII)
                    .equals(IndexNode.MAGIC);
        }

        private void add(long number, IndexNode node, int slot, long entryOffset) {
            long place = node.bandOffset(slot, header.bandBytes());
            if (number > header.bands() || place >= source.sizeBytes()) {
                throw ImageException.invalid(
                        source.name(),
                        entryOffset,
                        "a band must be one of the disk's " + header.bands() + " and begin inside the file of 0x"
                                + Long.toHexString(source.sizeBytes()) + " bytes, got: band " + number + " at 0x"
                                + Long.toHexString(place));
            }
            if (count == written.length) {
                written = Arrays.copyOf(written, count * 2);
            }
            written[count++] = number - 1 << Integer.SIZE | slot;
        }

        /** Nodes stand behind one another, so that none comes twice. */
        private void requireNode(long offset) {
            if (offset <= nodes.getLast().offset()
                    || offset > source.sizeBytes() - IndexNode.BYTES
                    || nodes.size() == MAX_NODES) {
                throw ImageException.invalid(
                        source.name(),
                        nodes.getLast().offset(),
                        "the next of at most " + MAX_NODES
                                + " nodes of the index must stand behind this one, inside the"
                                + " file of 0x" + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x"
                                + Long.toHexString(offset));
            }
        }

        private void requireNoneTwice(BandIndex index) {
            for (int i = 1; i < index.written.length; i++) {
                if (index.band(i) == index.band(i - 1)) {
                    throw ImageException.invalid(
                            source.name(),
                            index.offset(i),
                            "band " + (index.band(i) + 1) + " stands here and at 0x"
                                    + Long.toHexString(index.offset(i - 1)));
                }
            }
        }
    }
}
