package io.vmloom.format;

import io.vmloom.error.RequestException;
import io.vmloom.format.asif.AsifFormat;
import io.vmloom.format.bochs.BochsFormat;
import io.vmloom.format.cloop.CloopFormat;
import io.vmloom.format.cow.CowFormat;
import io.vmloom.format.dmg.DmgFormat;
import io.vmloom.format.luks.LuksFormat;
import io.vmloom.format.parallels.ParallelsFormat;
import io.vmloom.format.qcow.QcowFormat;
import io.vmloom.format.qcow2.Qcow2Format;
import io.vmloom.format.qed.QedFormat;
import io.vmloom.format.raw.RawFormat;
import io.vmloom.format.sparseimage.SparseImageFormat;
import io.vmloom.format.vdi.VdiFormat;
import io.vmloom.format.vhd.VhdFormat;
import io.vmloom.format.vhdx.VhdxFormat;
import io.vmloom.format.vmdk.VmdkFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The registry: a format is added to vmloom by its line here. */
public final class Formats {
    private static final DiskFormat RAW = new RawFormat();

    /** Formats with a reader or a writer. */
    private static final List<DiskFormat> SUPPORTED = List.of(
            RAW,
            new Qcow2Format(),
            new VmdkFormat(),
            new VdiFormat(),
            new VhdFormat(),
            new VhdxFormat(),
            new QcowFormat(),
            new QedFormat(),
            new ParallelsFormat(),
            new CowFormat(),
            new DmgFormat(),
            new BochsFormat(),
            new CloopFormat(),
            new SparseImageFormat(),
            new AsifFormat(),
            new LuksFormat());

    private static final List<DiskFormat> ALL =
            Stream.concat(SUPPORTED.stream(), ForeignFormats.ALL.stream()).toList();

    /** Other names in use for a format that has a name of its own. */
    private static final Map<String, String> ALIASES = Map.of("vhd", "vpc", "img", "raw");

    private Formats() {}

    /** Every format that content is matched against, those only recognised included. */
    public static List<DiskFormat> all() {
        return ALL;
    }

    /** What content is that no other format claims. */
    public static DiskFormat raw() {
        return RAW;
    }

    /** Where to begin with a path: a directory that is one disk has a file that tells of the others. */
    public static Path entry(Path path) {
        return ALL.stream()
                .filter(format -> Files.isDirectory(path))
                .flatMap(format -> format.fileOfDirectory().stream())
                .map(path::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(path);
    }

    /** Whether a format has this name or alias. */
    static boolean isKnown(String name) {
        return find(name).isPresent();
    }

    /** The format of this name or alias, in any case; throws {@link RequestException} that lists the names. */
    public static DiskFormat named(String name) {
        return find(name)
                .orElseThrow(() -> new RequestException("unknown image format '" + name + "'; known are "
                        + ALL.stream().map(DiskFormat::name).sorted().collect(Collectors.joining(", "))));
    }

    /** The same for a format that has a {@link DiskFormat#target() target}; the message lists only those. */
    public static DiskFormat writable(String name) {
        return find(name)
                .filter(format -> format.target().isPresent())
                .orElseThrow(() -> new RequestException("format '" + name + "' can not be written; choose one of "
                        + ALL.stream()
                                .filter(format -> format.target().isPresent())
                                .map(DiskFormat::name)
                                .collect(Collectors.joining(", "))));
    }

    private static Optional<DiskFormat> find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String wanted = ALIASES.getOrDefault(lower, lower);
        return ALL.stream().filter(format -> format.name().equals(wanted)).findFirst();
    }
}
