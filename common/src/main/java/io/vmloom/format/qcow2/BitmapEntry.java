package io.vmloom.format.qcow2;

/**
 * An entry of the bitmap directory, unchecked.
 *
 * @param entryOffset where it stands in the file
 * @param name empty when it is longer than may be
 * @see <a href="https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst">qcow2 specification, "Bitmap
 *     directory"</a>
 */
record BitmapEntry(
        long entryOffset,
        long tableOffset,
        long tableEntries,
        long flags,
        int type,
        int granularityBits,
        String name,
        long extraBytes) {
    /** QEMU's limit. */
    static final int MAX_NAME_BYTES = 1023;

    /** Of the fields in front of extra data and name. */
    static final int FIXED_BYTES = 24;

    static final long IN_USE = 1;
    static final long AUTO = 1 << 1;

    /** Of dirty tracking, the only one there is. */
    static final int DIRTY_TRACKING = 1;

    static final int ALIGNMENT_BYTES = 8;
    static final long OFFSET_MASK = 0x00ff_ffff_ffff_fe00L;

    /** In a bitmap's table, in place of an offset: a cluster of ones. */
    static final long ALL_ONES = 1;

    /** Reads one and leaves the reader at the next. */
    static BitmapEntry read(BigEndianReader in) {
        long at = in.offset();
        long tableOffset = in.u64();
        long tableEntries = in.u32();
        long flags = in.u32();
        int type = in.u8();
        int granularityBits = in.u8();
        int nameBytes = in.u16();
        long extraBytes = in.u32();
        in.skip(extraBytes);
        String name = nameBytes > MAX_NAME_BYTES ? "" : in.text(nameBytes);
        in.moveTo(at + lengthBytes(nameBytes, extraBytes));
        return new BitmapEntry(at, tableOffset, tableEntries, flags, type, granularityBits, name, extraBytes);
    }

    static long lengthBytes(int nameBytes, long extraBytes) {
        return FIXED_BYTES + nameBytes + extraBytes + ALIGNMENT_BYTES - 1 & -ALIGNMENT_BYTES;
    }

    boolean has(long flag) {
        return (flags & flag) != 0;
    }
}
