package io.vmloom.format.vmdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which sort of VMware file begins with these bytes. */
enum VmdkKind {
    /** Hosted sparse extent: monolithicSparse, streamOptimized, or one of several extents. */
    SPARSE,
    /** ESX 3 redo log or vmfsSparse extent. */
    COW,
    /** Space-efficient extent of vSphere 6.5 and later. */
    SE_SPARSE,
    /** Text that names extents in other files. */
    DESCRIPTOR;

    /** The constant header of a space-efficient extent begins with this. */
    private static final long SE_SPARSE_MAGIC = 0x00000000_cafebabeL;

    private static final int DESCRIPTOR_HEAD_BYTES = 4096;

    private static final Pattern VERSION = Pattern.compile("version\\s{0,9}=\\s{0,9}\\d", Pattern.CASE_INSENSITIVE);
    private static final String DESCRIPTOR_COMMENT = "# Disk DescriptorFile";

    /** Empty when they are no VMware file's. */
    static Optional<VmdkKind> of(byte[] head) {
        ByteBuffer bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        if (head.length >= 4 && bytes.getInt(0) == SparseHeader.MAGIC) {
            return Optional.of(SPARSE);
        }
        if (head.length >= 4 && head[0] == 'C' && head[1] == 'O' && head[2] == 'W' && head[3] == 'D') {
            return Optional.of(COW);
        }
        if (head.length >= 8 && bytes.getLong(0) == SE_SPARSE_MAGIC) {
            return Optional.of(SE_SPARSE);
        }
        return isDescriptor(head) ? Optional.of(DESCRIPTOR) : Optional.empty();
    }

    /** The customary first comment, or the version behind any comments; NUL padding behind the text does not matter. */
    private static boolean isDescriptor(byte[] head) {
        String text = new String(head, 0, Math.min(head.length, DESCRIPTOR_HEAD_BYTES), StandardCharsets.ISO_8859_1);
        if (text.regionMatches(true, 0, DESCRIPTOR_COMMENT, 0, DESCRIPTOR_COMMENT.length())) {
            return true;
        }
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst()
                .filter(line -> VERSION.matcher(line).lookingAt())
                .isPresent();
    }
}
