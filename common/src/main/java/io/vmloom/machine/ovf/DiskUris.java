package io.vmloom.machine.ovf;

import java.util.Locale;

/** The URIs by which descriptors name disk formats, of which every program has its own. */
final class DiskUris {
    static final String STREAM_OPTIMIZED = "http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized";

    private static final String VHD = "http://go.microsoft.com/fwlink/?LinkId=137171";
    private static final String QCOW2 = "http://www.gnome.org/~markmc/qcow-image-format.html";
    private static final String RAW = "http://en.wikipedia.org/wiki/Byte";
    /** For formats that nobody has given a URI. */
    private static final String UNKNOWN = "urn:vmloom:disk-format:";

    private static final String ISO = "http://www.ecma-international.org/publications/standards/Ecma-119.htm";
    private static final String VDI = "http://forums.virtualbox.org/viewtopic.php?t=8046";

    private DiskUris() {}

    /** The format's name; empty when it is not known. */
    static String format(String uri) {
        if (uri.startsWith(UNKNOWN)) {
            return uri.substring(UNKNOWN.length());
        }
        String lower = uri.toLowerCase(Locale.ROOT);
        if (lower.contains("vmdk")) {
            return "vmdk";
        }
        if (lower.contains("qcow")) {
            return "qcow2";
        }
        if (lower.contains("vhdx")) {
            return "vhdx";
        }
        if (lower.contains("vhd") || uri.equals(VHD)) {
            return "vpc";
        }
        if (uri.equals(VDI) || lower.contains("vdi")) {
            return "vdi";
        }
        return uri.equals(RAW) || uri.equals(ISO) || lower.endsWith("raw") ? "raw" : "";
    }

    /** What is written for a format. */
    static String of(String format) {
        return switch (format) {
            case "vmdk" -> STREAM_OPTIMIZED;
            case "qcow2" -> QCOW2;
            case "vpc" -> VHD;
            case "vdi" -> VDI;
            case "raw" -> RAW;
            default -> UNKNOWN + format;
        };
    }
}
