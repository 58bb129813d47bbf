package io.vmloom.format;

import io.vmloom.check.CheckReport;
import io.vmloom.check.CheckedFile;
import io.vmloom.check.ImageChecker;
import io.vmloom.check.ImageRepairer;
import io.vmloom.codec.Wrapper;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.source.ByteSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says what an image is, by content alone, and opens it. A name's ending means nothing, and a declared format is only
 * ever compared with the detected one: a guest that writes an image header into its raw disk must not choose how the
 * disk is read (CVE-2008-2004, CVE-2026-24708).
 */
public final class Detector {
    /** Declares nothing: the content decides. */
    public static final String AUTO = "auto";

    private Detector() {}

    /**
     * The one format that matches, or raw when none does.
     *
     * @throws ImageException when several match
     */
    public static DiskFormat detect(Probe probe) {
        List<DiskFormat> matching =
                Formats.all().stream().filter(format -> format.matches(probe)).toList();
        return switch (matching.size()) {
            case 0 -> Formats.raw();
            case 1 -> matching.getFirst();
            default ->
                throw ImageException.unsafe(
                        probe.name(),
                        "the content is of several formats at once: "
                                + matching.stream().map(DiskFormat::name).collect(Collectors.joining(" and ")),
                        "such files are made to be read differently by different programs; find out which one is meant"
                                + " and remove the other's header");
        };
    }

    /**
     * Detects and opens an image, with all images below it as one disk.
     *
     * @param declared a format's name, or {@link #AUTO}
     * @throws io.vmloom.error.RequestException for a name that no format has
     * @throws ImageException when the content is not of the declared format, of a format without a reader, refused by
     *     its reader or by the policy, or needs a file that was not allowed
     */
    public static DiskImage open(ByteSource source, String declared, OpenOptions options) {
        return new Chain().open(source, declared, options);
    }

    /** How a whole file is compressed; empty when it is not. Throws as {@link #detect} does. */
    public static Optional<Wrapper> wrapper(ByteSource source) {
        return Wrapper.ofFormat(detect(Probe.of(source)).name());
    }

    /** Opens an image without those below it: unallocated stays unallocated. Throws as {@link #open} does. */
    public static DiskImage openLayer(ByteSource source, String declared, OpenOptions options) {
        DiskImage layer = openAlone(source, declared, options);
        options.policy().requireAllowed(source.name(), layer);
        return layer;
    }

    /** The same, whatever the policy says. */
    static DiskImage openAlone(ByteSource source, String declared, OpenOptions options) {
        return reader(source.name(), recognise(source, declared)).open(source, options);
    }

    /** Detects an image and checks its metadata; throws as {@link #open} does when it can not be read at all. */
    public static CheckReport check(ByteSource source, String declared) {
        DiskFormat detected = recognise(source, declared);
        reader(source.name(), detected);
        return checker(detected).check(source);
    }

    /**
     * Opens an image with all images below it, and checks the metadata of each file that any of them lies in; throws as
     * {@link #open} does.
     */
    public static List<CheckedFile> checkAll(ByteSource source, String declared, OpenOptions options) {
        return open(source, declared, options).pieces().stream()
                .map(piece -> new CheckedFile(
                        piece.members().getFirst().name(),
                        checker(Formats.named(piece.format())).checkPiece(piece)))
                .toList();
    }

    /** Detects an image that is to be repaired; {@link ImageException} when that is not done for its format. */
    public static ImageRepairer repairer(ByteSource source, String declared) {
        DiskFormat detected = recognise(source, declared);
        reader(source.name(), detected);
        return detected.repairer()
                .orElseThrow(() -> ImageException.unsupported(
                        source.name(),
                        "images of format " + detected.name() + " are not repaired, only qcow2, VHD and VHDX",
                        "convert it, with --salvage where it is damaged"));
    }

    private static ImageChecker checker(DiskFormat format) {
        return format.checker()
                .or(() -> format.reader().map(reader -> new ExtentChecker(reader, ExtentChecker.Structures.NONE)))
                .orElseThrow();
    }

    private static ImageReader reader(String file, DiskFormat detected) {
        return detected.reader().orElseThrow(() -> unreadable(file, detected));
    }

    private static DiskFormat recognise(ByteSource source, String declared) {
        DiskFormat detected = detect(Probe.of(source));
        if (!declared.equalsIgnoreCase(AUTO)) {
            requireSame(source.name(), Formats.named(declared), detected);
        }
        return detected;
    }

    private static void requireSame(String file, DiskFormat declared, DiskFormat detected) {
        if (declared.name().equals(detected.name())) {
            return;
        }
        String reason = "declared as " + declared.name() + ", but the content is " + detected.name();
        throw ImageException.formatMismatch(
                file,
                reason,
                detected.name().equals(Formats.raw().name())
                        ? "the file is damaged or another one was meant; declare it as raw only if it holds the disk's plain bytes"
                        : "declare it as " + detected.name() + " or " + AUTO
                                + "; if a guest wrote that header into its raw"
                                + " disk, the disk can not be told from an image and is refused");
    }

    private static ImageException unreadable(String file, DiskFormat format) {
        return format instanceof ForeignFormat foreign
                ? ImageException.unsupported(
                        file,
                        "this is a " + foreign.title() + " (" + foreign.name() + "), which is recognised but not read",
                        foreign.advice())
                : ImageException.unsupported(
                        file, format.name() + " can be written but not read", "give another source");
    }
}
