package io.vmloom.format.vmdk;

import io.vmloom.error.ImageException;
import io.vmloom.extent.Parent;
import io.vmloom.format.PrintableText;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text that says what kind of disk it is, inside a sparse file or as a file of its own.
 *
 * @param values by lower-case key, quotes removed
 * @param extents the lines that describe extents
 */
record Descriptor(long hostOffset, Map<String, String> values, List<ExtentLine> extents) {
    /**
     * {@code RW 8192 FLAT "name.vmdk" 0}.
     *
     * @param file as it stands there, or empty
     * @param offsetSectors where in a flat file it begins
     */
    record ExtentLine(String access, long sectors, String type, String file, long offsetSectors) {
        long virtualBytes() {
            return sectors * SparseHeader.SECTOR_BYTES;
        }
    }

    /** Keeps sums of guest offsets below 2^63. */
    static final long MAX_SECTORS = Long.MAX_VALUE / SparseHeader.SECTOR_BYTES / 2;

    private static final int MAX_BYTES = 1 << 20;
    private static final String NO_PARENT = "ffffffff";
    private static final Pattern EXTENT = Pattern.compile(
            "(RW|RDONLY|NOACCESS)\\s+(\\d{1,18})\\s+(\\w+)(?:\\s+\"([^\"]*)\"(?:\\s+(\\d{1,18}))?)?.*",
            Pattern.CASE_INSENSITIVE);

    Descriptor {
        values = Map.copyOf(values);
        extents = List.copyOf(extents);
    }

    static Descriptor read(ByteSource source, SparseHeader header) {
        long sector = header.descriptorSector();
        long sectors = header.descriptorSectors();
        if (sector == 0) {
            throw ImageException.unsupported(
                    source.name(),
                    "the sparse extent has no descriptor, so it is one piece of a disk that another file describes",
                    "export the whole disk as one streamOptimized file");
        }
        long fileSectors = source.sizeBytes() / SparseHeader.SECTOR_BYTES;
        if (sector < 0
                || sectors < 1
                || sectors > MAX_BYTES / SparseHeader.SECTOR_BYTES
                || sector > fileSectors - sectors) {
            throw ImageException.invalid(
                    source.name(),
                    header.hostOffset() + 28,
                    "the descriptor must be up to 1 MiB inside the file, got: " + Long.toUnsignedString(sectors)
                            + " sectors at sector 0x" + Long.toHexString(sector));
        }
        long hostOffset = sector * SparseHeader.SECTOR_BYTES;
        byte[] bytes = new byte[(int) sectors * SparseHeader.SECTOR_BYTES];
        source.read(hostOffset, ByteBuffer.wrap(bytes));
        return parse(source.name(), hostOffset, text(bytes));
    }

    /** A file that is nothing but a descriptor, possibly padded. */
    static Descriptor readFile(ByteSource source) {
        if (source.sizeBytes() > MAX_BYTES) {
            throw ImageException.unsafe(
                    source.name(),
                    "a descriptor must have at most 1 MiB, got: " + source.sizeBytes() + " bytes",
                    "no program writes such a file");
        }
        byte[] bytes = new byte[(int) source.sizeBytes()];
        source.read(0, ByteBuffer.wrap(bytes));
        return parse(source.name(), 0, text(bytes));
    }

    private static String text(byte[] bytes) {
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    static Descriptor parse(String file, long hostOffset, String text) {
        Map<String, String> values = new LinkedHashMap<>();
        List<ExtentLine> extents = new ArrayList<>();
        for (String line : text.split("[\\r\\n]+", -1)) {
            String stripped = line.strip();
            if (stripped.startsWith("#")) {
                continue;
            }
            Matcher extent = EXTENT.matcher(stripped);
            int equals = stripped.indexOf('=');
            if (extent.matches()) {
                extents.add(line(extent));
            } else if (equals > 0 && values.put(key(stripped, equals), unquoted(stripped, equals)) != null) {
                throw ImageException.unsafe(
                        file,
                        "the VMDK descriptor says '" + key(stripped, equals) + "' twice",
                        "programs differ in which one they believe; remove one of the lines");
            }
        }
        return new Descriptor(hostOffset, values, extents);
    }

    private static ExtentLine line(Matcher extent) {
        return new ExtentLine(
                extent.group(1),
                Long.parseLong(extent.group(2)),
                extent.group(3),
                Optional.ofNullable(extent.group(4)).orElse(""),
                Long.parseLong(Optional.ofNullable(extent.group(5)).orElse("0")));
    }

    private static String key(String line, int equals) {
        return line.substring(0, equals).strip().toLowerCase(Locale.ROOT);
    }

    private static String unquoted(String line, int equals) {
        String value = line.substring(equals + 1).strip();
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1).strip() : value;
    }

    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key.toLowerCase(Locale.ROOT)));
    }

    /** The disk below a delta; a disk that stands alone says so by a content id of all ones. */
    Optional<Parent> parent() {
        return value("parentCID")
                .filter(id -> !id.equalsIgnoreCase(NO_PARENT))
                .map(id -> new Parent.Identified(
                        value("parentFileNameHint").stream().toList(), identity(id)));
    }

    List<String> identities() {
        return value("CID").map(Descriptor::identity).stream().toList();
    }

    private static String identity(String contentId) {
        return "VMDK content id "
                + PrintableText.of(contentId.getBytes(StandardCharsets.UTF_8)).toLowerCase(Locale.ROOT);
    }

    /** What people want to know of every kind. */
    Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        value("CID").ifPresent(id -> details.put("content id", id));
        value("ddb.adapterType").ifPresent(adapter -> details.put("adapter", adapter));
        value("ddb.virtualHWVersion").ifPresent(version -> details.put("hardware version", version));
        return details;
    }

    /** One extent, in this file, of the header's size. */
    void requireSelfContained(ByteSource source, SparseHeader header, Subformat subformat) {
        String createType = value("createType").orElse("");
        if (!createType.equalsIgnoreCase(subformat.wireName())) {
            throw ImageException.unsupported(
                    source.name(),
                    "the descriptor's createType must be " + subformat.wireName() + ", got: '" + createType + "'",
                    "export the disk as streamOptimized");
        }
        if (extents.size() != 1 || !extents.getFirst().type().equalsIgnoreCase("SPARSE")) {
            throw ImageException.unsafe(
                    source.name(),
                    "the descriptor must name one SPARSE extent, which is this file, got: " + extents,
                    "other files are never opened; export the whole disk as one streamOptimized file");
        }
        long sectors = extents.getFirst().sectors();
        if (extents.getFirst().access().equalsIgnoreCase("NOACCESS")
                || Alignment.up(sectors, header.grainSectors())
                        != Alignment.up(header.capacitySectors(), header.grainSectors())) {
            throw ImageException.invalid(
                    source.name(),
                    hostOffset,
                    "the descriptor's extent " + extents.getFirst()
                            + " must be readable and have the header's capacity of " + header.capacitySectors()
                            + " sectors");
        }
    }
}
