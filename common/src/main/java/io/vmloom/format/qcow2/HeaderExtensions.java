package io.vmloom.format.qcow2;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What stands between the header and the end of its cluster, as far as reading needs it.
 *
 * @param featureNames names of incompatible feature bits
 * @param backingFormat of the backing file, or empty when nothing says it
 * @param dataFile name of the external data file, or empty
 * @param bitmapsOffset where the bitmaps extension's data begins, or 0
 * @param hasUnknown whether there are others
 * @param encryption where a LUKS header stands, if the extension that says so is there
 * @see <a href="https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst">qcow2 specification, "Header
 *     extensions"</a>
 */
record HeaderExtensions(
        Map<Integer, String> featureNames,
        String backingFormat,
        String dataFile,
        long bitmapsOffset,
        boolean hasUnknown,
        Optional<Region> encryption) {
    static final int END = 0;

    /** Each begins at a multiple of it. */
    static final int ALIGNMENT_BYTES = 8;

    static final int BACKING_FORMAT = 0xe2792aca;
    static final int FEATURE_NAMES = 0x6803f857;
    static final int DATA_FILE = 0x44415441;
    static final int BITMAPS = 0x23852875;
    static final int ENCRYPTION = 0x0537be77;

    /** Two numbers of 32 bits and two of 64. */
    static final int BITMAPS_BYTES = 24;

    /** Two numbers of 64 bits. */
    static final int ENCRYPTION_BYTES = 16;

    /** One entry of the feature name table: field, bit, and a name of up to 46 bytes. */
    static final int FEATURE_ENTRY_BYTES = 48;

    static final int FEATURE_NAME_BYTES = FEATURE_ENTRY_BYTES - 2;

    private static final int HEAD_BYTES = 8;
    private static final int MAX_NAME_BYTES = 1023;
    private static final int FEATURE_BITS = 64;

    /**
     * A place in the file, as it is said.
     *
     * @param entryOffset of the extension's data, for messages
     */
    record Region(long entryOffset, long offset, long lengthBytes) {}

    HeaderExtensions {
        featureNames = Map.copyOf(featureNames);
    }

    static HeaderExtensions read(ByteSource source, Qcow2Header header) {
        long clusterEnd = header.backingOffset() == 0 ? header.geometry().clusterBytes() : header.backingOffset();
        long end = Math.min(clusterEnd, source.sizeBytes());
        Map<Integer, String> names = new HashMap<>();
        String backingFormat = "";
        String dataFile = "";
        long bitmapsOffset = 0;
        boolean hasUnknown = false;
        Optional<Region> encryption = Optional.empty();
        long offset = header.headerBytes();
        BigEndianReader in = new BigEndianReader(source, "a header extension", offset);
        while (offset + HEAD_BYTES <= end) {
            in.moveTo(offset);
            int type = (int) in.u32();
            long length = in.u32();
            if (type == END) {
                break;
            }
            if (length > end - offset - HEAD_BYTES) {
                throw ImageException.invalid(
                        source.name(),
                        offset,
                        "header extension 0x" + Integer.toHexString(type) + " of " + length
                                + " bytes must end before offset 0x" + Long.toHexString(end));
            }
            if (type == FEATURE_NAMES) {
                readFeatureNames(in, length, names);
            } else if (type == BACKING_FORMAT) {
                backingFormat = in.text((int) Math.min(length, MAX_NAME_BYTES));
            } else if (type == DATA_FILE) {
                dataFile = in.text((int) Math.min(length, MAX_NAME_BYTES));
            } else if (type == BITMAPS) {
                bitmapsOffset = offset + HEAD_BYTES;
            } else if (type == ENCRYPTION && length == ENCRYPTION_BYTES) {
                encryption = Optional.of(new Region(offset + HEAD_BYTES, in.u64(), in.u64()));
            } else {
                hasUnknown = true;
            }
            offset += HEAD_BYTES + Alignment.up(length, ALIGNMENT_BYTES);
        }
        return new HeaderExtensions(names, backingFormat, dataFile, bitmapsOffset, hasUnknown, encryption);
    }

    /** The first name of each bit counts; more entries than bits are not looked at. */
    private static void readFeatureNames(BigEndianReader in, long length, Map<Integer, String> names) {
        long entries = Math.min(length / FEATURE_ENTRY_BYTES, 3L * FEATURE_BITS);
        for (long i = 0; i < entries; i++) {
            int field = in.u8();
            int bit = in.u8();
            String name = in.text(FEATURE_NAME_BYTES);
            if (field == Features.INCOMPATIBLE && bit < FEATURE_BITS) {
                names.putIfAbsent(bit, name);
            }
        }
    }
}
