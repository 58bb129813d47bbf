package io.vmloom.format.vmdk;

import io.vmloom.error.ImageException;
import io.vmloom.extent.ConcatenatedImage;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.FlatPart;
import io.vmloom.extent.TableImage;
import io.vmloom.extent.ZeroPart;
import io.vmloom.format.NamedFiles;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Opens the extents that a descriptor names, through the gate.
 *
 * @see <a href="https://www.vmware.com/support/developer/vddk/vmdk_50_technote.pdf">Virtual Disk Format 5.0, "The Extent
 *     Description"</a>
 */
final class ExtentFiles {
    /** The largest disk in pieces of 2 GiB has 31,744. */
    private static final int MAX_EXTENTS = 32 << 10;

    private final ByteSource source;
    private final Descriptor descriptor;
    private final OpenOptions options;

    private ExtentFiles(ByteSource source, Descriptor descriptor, OpenOptions options) {
        this.source = source;
        this.descriptor = descriptor;
        this.options = options;
    }

    static DiskImage open(ByteSource source, OpenOptions options) {
        Descriptor descriptor = Descriptor.readFile(source);
        int extents = descriptor.extents().size();
        if (extents < 1 || extents > MAX_EXTENTS) {
            throw ImageException.invalid(
                    source.name(), 0, "a descriptor must have 1 to " + MAX_EXTENTS + " extents, got: " + extents);
        }
        ExtentFiles files = new ExtentFiles(source, descriptor, options);
        List<DiskImage> parts = new ArrayList<>();
        for (Descriptor.ExtentLine line : descriptor.extents()) {
            parts.add(files.part(line));
        }
        return new DescribedImage(descriptor, new ConcatenatedImage(VmdkFormat.NAME, List.of(source), parts, Map.of()));
    }

    private DiskImage part(Descriptor.ExtentLine line) {
        if (line.sectors() < 1
                || line.sectors() > Descriptor.MAX_SECTORS
                || line.offsetSectors() > Descriptor.MAX_SECTORS) {
            throw ImageException.invalid(source.name(), 0, "an extent must have 1 sector to 4 EiB, got: " + line);
        }
        if (line.access().equalsIgnoreCase("NOACCESS")) {
            return new ZeroPart(line.virtualBytes());
        }
        String type = line.type().toUpperCase(Locale.ROOT);
        return switch (type) {
            case "ZERO" -> new ZeroPart(line.virtualBytes());
            case "FLAT", "VMFS" -> flat(line, file(line));
            case "SPARSE" -> sparse(line, file(line));
            case "VMFSSPARSE" -> plainGrains(line, file(line), CowdHeader.read(file(line)));
            case "SESPARSE" -> SeSparse.open(file(line), line);
            default ->
                throw ImageException.unsupported(
                        source.name(),
                        "extents of type " + type + " are not read",
                        type.contains("RAW") || type.contains("RDM")
                                ? "copy the device into an image on the host that has it"
                                : "export the whole disk as one streamOptimized file");
        };
    }

    private ByteSource file(Descriptor.ExtentLine line) {
        return NamedFiles.require(options.files(), source.name(), "an extent", line.file())
                .source();
    }

    private DiskImage flat(Descriptor.ExtentLine line, ByteSource file) {
        long offset = line.offsetSectors() * SparseHeader.SECTOR_BYTES;
        return FlatPart.described(file, offset, line.virtualBytes(), source.name());
    }

    private DiskImage sparse(Descriptor.ExtentLine line, ByteSource file) {
        SparseHeader front = SparseHeader.read(file, 0);
        if (front.compressed()) {
            throw ImageException.unsupported(
                    file.name(),
                    "a compressed extent is a disk of its own",
                    "convert it by itself, or export the whole disk as one streamOptimized file");
        }
        SparseHeader header =
                front.directorySector() == SparseHeader.AT_END ? Footer.effectiveHeader(file, front) : front;
        header.requireReadable(file);
        return plainGrains(line, file, header);
    }

    private static DiskImage plainGrains(Descriptor.ExtentLine line, ByteSource file, SparseHeader header) {
        requireCapacity(file, line, header.capacitySectors());
        GrainDirectory directory = GrainDirectory.read(file, header);
        return new TableImage(
                VmdkFormat.NAME,
                file,
                line.virtualBytes(),
                1,
                header.grainBytes(),
                Map.of(),
                () -> new PlainGrains(file, header, directory));
    }

    static void requireCapacity(ByteSource file, Descriptor.ExtentLine line, long capacitySectors) {
        if (line.sectors() > capacitySectors) {
            throw ImageException.invalid(
                    file.name(),
                    0,
                    "the extent must have the " + line.sectors() + " sectors that the descriptor says, got: "
                            + capacitySectors);
        }
    }
}
