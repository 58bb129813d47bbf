package io.vmloom.format.vmdk;

import io.vmloom.error.RequestException;
import io.vmloom.error.TargetException;
import io.vmloom.table.ExtentFile;
import io.vmloom.table.FlatDesign;
import io.vmloom.table.TargetDesign;
import io.vmloom.table.TargetRequest;
import io.vmloom.unit.ByteSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The extents of a disk in several files: one, or one for each 2 GiB, named and cut as VMware and qemu-img do.
 *
 * @param type as a descriptor calls them
 * @param letter stands in the names of several, in front of their number; empty when there is one
 */
record SeparateExtents(String type, String letter) {
    static final SeparateExtents FLAT = new SeparateExtents("FLAT", "");
    static final SeparateExtents VMFS = new SeparateExtents("VMFS", "");
    static final SeparateExtents FLAT_PIECES = new SeparateExtents("FLAT", "f");
    static final SeparateExtents SPARSE_PIECES = new SeparateExtents("SPARSE", "s");

    private static final long PIECE_BYTES = 2 * ByteSize.GIB;

    /** 8 TiB. Their lines fit into a descriptor that is read, their names into a message that tells of the target. */
    private static final int MAX_PIECES = 4096;

    /** Characters that every reader's parser takes for themselves. */
    private static final Pattern PLAIN = Pattern.compile("[ !#-\\[\\]-~]{1,200}");

    /** @param virtualBytes the guest's, rounded up to whole sectors */
    TargetDesign design(TargetRequest request, long virtualBytes, VmdkOptions options) {
        String file = DescriptorText.lastElement(request.name());
        if (!PLAIN.matcher(file).matches()) {
            throw new RequestException(request.name() + ": the names of a VMDK's files stand in it, so that they must"
                    + " have up to 200 ASCII characters and no quotes; choose another name, or a subformat that is one"
                    + " file");
        }
        if (!letter.isEmpty() && virtualBytes > MAX_PIECES * PIECE_BYTES) {
            throw TargetException.tooLarge(
                    request.name(),
                    "a disk of " + ByteSize.format(virtualBytes) + " would need more than " + MAX_PIECES
                            + " files of 2 GiB",
                    "choose subformat=monolithicFlat, or another format");
        }
        List<ExtentFile> extents = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        long pieceBytes = letter.isEmpty() ? virtualBytes : PIECE_BYTES;
        for (long start = 0; start < virtualBytes; start += pieceBytes) {
            ExtentFile extent =
                    extent(file, extents.size() + 1, start, Math.min(pieceBytes, virtualBytes - start), request);
            extents.add(extent);
            lines.append(lines.isEmpty() ? "" : "\n").append(line(extent));
        }
        String descriptor =
                DescriptorText.of(request, virtualBytes / SparseHeader.SECTOR_BYTES, lines.toString(), options);
        return new DescribedDesign(virtualBytes, extents, descriptor);
    }

    private ExtentFile extent(String file, int number, long start, long lengthBytes, TargetRequest request) {
        String mark = letter.isEmpty() ? "-flat" : String.format(Locale.ROOT, "-%s%03d", letter, number);
        int dot = file.lastIndexOf('.');
        String name = dot < 0 ? file + mark : file.substring(0, dot) + mark + file.substring(dot);
        long guestBytes = Math.min(lengthBytes, request.virtualBytes() - start);
        return new ExtentFile(
                name,
                start,
                type.equals("SPARSE")
                        ? new MonolithicSparseDesign(lengthBytes, "")
                        : new FlatDesign(guestBytes, lengthBytes, new byte[0]));
    }

    private String line(ExtentFile extent) {
        return "RW " + extent.design().virtualBytes() / SparseHeader.SECTOR_BYTES + " " + type + " \"" + extent.name()
                + "\"" + (type.equals("FLAT") ? " 0" : "");
    }
}
