package io.vmloom.format.vmdk;

import io.vmloom.digest.Sha256;
import io.vmloom.table.TargetRequest;
import java.util.HexFormat;

/** Writes the descriptor of a new disk. Its identifiers come from the request's seed, so the bytes are reproducible. */
final class DescriptorText {
    private static final int MAX_NAME_LENGTH = 255;
    private static final int CID_DIGITS = 8;
    private static final int LONG_CID_DIGITS = 32;

    private DescriptorText() {}

    /** Of a sparse disk that has this text in it. */
    static String ofOneFile(TargetRequest request, long virtualBytes, VmdkOptions options) {
        long sectors = virtualBytes / SparseHeader.SECTOR_BYTES;
        return of(request, sectors, "RW " + sectors + " SPARSE \"" + fileName(request.name()) + '"', options);
    }

    /** @param extents their lines */
    static String of(TargetRequest request, long capacitySectors, String extents, VmdkOptions options) {
        String digits = identifierDigits(request.seed());
        VmdkOptions.Adapter adapter = options.adapter();
        return """
                # Disk DescriptorFile
                version=1
                CID=%s
                parentCID=ffffffff
                createType="%s"

                # Extent description
                %s

                # The Disk Data Base
                #DDB

                ddb.adapterType = "%s"
                ddb.geometry.cylinders = "%d"
                ddb.geometry.heads = "%d"
                ddb.geometry.sectors = "%d"
                ddb.longContentID = "%s"
                ddb.toolsVersion = "%s"
                ddb.virtualHWVersion = "%s"
                """.formatted(
                        contentId(digits),
                        options.subformat().wireName(),
                        extents,
                        adapter.wireName(),
                        adapter.cylinders(capacitySectors),
                        adapter.heads(),
                        VmdkOptions.Adapter.SECTORS_PER_TRACK,
                        digits.substring(CID_DIGITS, CID_DIGITS + LONG_CID_DIGITS),
                        options.toolsVersion(),
                        options.hardwareVersion());
    }

    /** ffffffff means "no parent" and fffffffe "not set"; a disk must have another. */
    private static String contentId(String digits) {
        String id = digits.substring(0, CID_DIGITS);
        return id.startsWith("fffffff") ? "0" + id.substring(1) : id;
    }

    private static String identifierDigits(String seed) {
        return HexFormat.of().formatHex(Sha256.of("vmdk\n" + seed));
    }

    static String lastElement(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    /** The last path element, in characters that every reader's parser takes. */
    private static String fileName(String name) {
        String plain = lastElement(name).replaceAll("[^ !#-\\[\\]-~]", "_");
        return plain.isEmpty() ? "disk.vmdk" : plain.substring(Math.max(0, plain.length() - MAX_NAME_LENGTH));
    }
}
