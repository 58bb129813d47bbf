package io.vmloom.appliance;

import io.vmloom.machine.ovf.OvfFile;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A disk of a package.
 *
 * @param file that it is in, as the descriptor has it, without the numbers of pieces
 * @param format as the descriptor has it; empty when it does not say. Only the content decides
 * @param virtualBytes as the descriptor has it
 * @param storedBytes of all pieces
 * @param pieces that the file is cut into; 1 for a file as it is
 */
public record PackagedDisk(
        String file,
        String format,
        OptionalLong virtualBytes,
        long storedBytes,
        OvfFile.Compression compression,
        int pieces) {
    /** Endings that say how a file was stored, and not what it is. */
    private static final Pattern STORED =
            Pattern.compile("(?i)(\\.(vmdk|vhdx?|vdi|qcow2?|img|raw|hds))?(\\.(gz|xz|bz2|zst))?$");

    /** The names under which a disk may be found that a configuration names so, the likeliest first. */
    public static Stream<String> candidates(String reference) {
        String slashes = reference.replace('\\', '/');
        return Stream.of(reference, slashes, slashes.substring(slashes.lastIndexOf('/') + 1))
                .distinct();
    }

    /** The file's name, with its folders, without the endings that a conversion makes wrong. */
    public String stem() {
        return STORED.matcher(file).replaceFirst("");
    }

    /** Whether its bytes are nowhere as an image: they have to be unpacked or put together first. */
    public boolean needsUnpacking() {
        return pieces > 1 || compression != OvfFile.Compression.NONE;
    }
}
