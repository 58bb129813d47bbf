package io.vmloom.cli.matrix;

import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Guest;
import io.vmloom.testing.Peers;
import io.vmloom.testing.QemuImg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The sources of cases, by qemu-img but for our own streams. What many cases read is made once and linked. */
final class SourceImages {
    private final Path shared;
    private final Map<Path, Long> sizes = new HashMap<>();

    /** @param shared empty folder on the file system of all cases */
    SourceImages(Path shared) {
        this.shared = shared;
    }

    /**
     * @param snapshot to be read, or empty
     * @param virtualBytes by qemu-img
     * @param reference has the guest's content by another program's reading
     */
    record Made(Path image, String snapshot, long virtualBytes, Path reference, String referenceFormat) {}

    /** Puts an image into a folder of its own, among other files. */
    Made make(Path folder, MatrixCase wanted) throws IOException {
        Path raw = Files.createLink(folder.resolve("guest.raw"), guest(wanted.guest()));
        return switch (wanted.source()) {
            case RAW -> new Made(raw, "", virtualBytes("raw", guest(wanted.guest())), raw, "raw");
            case QCOW2 -> new ScribbledImage(folder, wanted, raw).current();
            case QCOW2_SNAPSHOT -> new ScribbledImage(folder, wanted, raw).snapshot();
            case VMDK_OF_QEMU -> linked(folder, wanted, "subformat=streamOptimized");
            case VMDK_OF_VMLOOM -> linked(folder, wanted, "");
            case VMDK_SPARSE_OF_QEMU -> linked(folder, wanted, "subformat=monolithicSparse");
            case VDI_OF_QEMU -> linked(folder, wanted, "static=off");
            case VDI_STATIC_OF_QEMU -> linked(folder, wanted, "static=on");
            case VHD_OF_QEMU -> linked(folder, wanted, "subformat=dynamic");
            case VHD_FIXED_OF_QEMU -> linked(folder, wanted, "subformat=fixed,force_size=on");
            case VHDX_OF_QEMU -> linked(folder, wanted, "subformat=dynamic");
            case VHDX_FIXED_OF_QEMU -> linked(folder, wanted, "subformat=fixed,block_size=1M");
        };
    }

    private Path guest(Guest guest) throws IOException {
        Path raw = shared.resolve(guest + ".raw");
        return Files.exists(raw) ? raw : guest.writeRaw(raw);
    }

    /** @param options of qemu-img, or empty for a stream of our own */
    private Made linked(Path folder, MatrixCase wanted, String options) throws IOException {
        String format = wanted.source().format();
        Path image = shared.resolve(wanted.guest() + "-" + wanted.source() + "." + format);
        Path raw = guest(wanted.guest());
        if (!Files.exists(image)) {
            if (options.isEmpty()) {
                Command.run("convert", "-q", "-f", "raw", "-o", "subformat=streamOptimized", raw, image)
                        .succeeded();
            } else {
                Peers.run("qemu-img", "convert", "-f", "raw", "-O", format, "-o", options, raw, image);
            }
        }
        Path link = Files.createLink(folder.resolve("source." + format), image);
        return new Made(link, "", virtualBytes(format, image), raw, "raw");
    }

    private long virtualBytes(String format, Path image) {
        return sizes.computeIfAbsent(image, file -> QemuImg.virtualBytes(format, file));
    }
}
