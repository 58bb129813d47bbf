package io.vmloom.format.vmdk;

import io.vmloom.error.ImageException;
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
 * The text inside a stream that says what kind of disk it is. File names in it are never opened and mean nothing; a
 * disk that needs another file is refused.
 *
 * @param values by lower-case key, quotes removed
 * @param extents the lines that describe extents
 */
record Descriptor(long hostOffset, Map<String, String> values, List<ExtentLine> extents) {
    /** {@code RW 8192 SPARSE "name.vmdk"}. */
    record ExtentLine(String access, String sectors, String type) {}

    private static final int MAX_BYTES = 1 << 20;
    private static final String NO_PARENT = "ffffffff";
    private static final Pattern EXTENT =
            Pattern.compile("(RW|RDONLY|NOACCESS)\\s+(\\d{1,18})\\s+(\\w+)\\b.*", Pattern.CASE_INSENSITIVE);

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
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return parse(source.name(), hostOffset, new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
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
                extents.add(new ExtentLine(extent.group(1), extent.group(2), extent.group(3)));
            } else if (equals > 0 && values.put(key(stripped, equals), unquoted(stripped, equals)) != null) {
                throw ImageException.unsafe(
                        file,
                        "the VMDK descriptor says '" + key(stripped, equals) + "' twice",
                        "programs differ in which one they believe; remove one of the lines");
            }
        }
        return new Descriptor(hostOffset, values, extents);
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

    /** One extent, in this file, of the header's size, without a parent. */
    void requireSelfContained(ByteSource source, SparseHeader header, Subformat subformat) {
        String createType = value("createType").orElse("");
        if (!createType.equalsIgnoreCase(subformat.wireName())) {
            throw ImageException.unsupported(
                    source.name(),
                    "the descriptor's createType must be " + subformat.wireName() + ", got: '" + createType + "'",
                    "export the disk as streamOptimized");
        }
        String parent = value("parentCID").orElse(NO_PARENT);
        if (!parent.equalsIgnoreCase(NO_PARENT)) {
            throw ImageException.unsupported(
                    source.name(),
                    "the disk is a delta: it needs its parent with content id " + parent,
                    "consolidate the snapshots, or export the whole disk");
        }
        if (extents.size() != 1 || !extents.getFirst().type().equalsIgnoreCase("SPARSE")) {
            throw ImageException.unsafe(
                    source.name(),
                    "the descriptor must name one SPARSE extent, which is this file, got: " + extents,
                    "other files are never opened; export the whole disk as one streamOptimized file");
        }
        long sectors = Long.parseLong(extents.getFirst().sectors());
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
