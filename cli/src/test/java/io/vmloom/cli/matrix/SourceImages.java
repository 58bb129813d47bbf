package io.vmloom.cli.matrix;

import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Guest;
import io.vmloom.format.qcow2.QemuImages;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the sources of cases, by qemu-img but for our own streams. */
final class SourceImages {
    private static final String SNAPSHOT = "before";
    private static final int OPERATIONS = 24;

    private final Path folder;
    private final MatrixCase wanted;
    private final Path raw;

    private SourceImages(Path folder, MatrixCase wanted) throws IOException {
        this.folder = folder;
        this.wanted = wanted;
        this.raw = wanted.guest().writeRaw(folder.resolve("guest.raw"));
    }

    /**
     * @param reference has the guest's content by another program's reading
     * @param snapshot to be read, or empty
     */
    record Made(Path image, String snapshot, Path reference, String referenceFormat) {}

    /** Makes an image in a folder of its own, among other files. */
    static Made make(Path folder, MatrixCase wanted) throws IOException {
        SourceImages images = new SourceImages(folder, wanted);
        return switch (wanted.source()) {
            case RAW -> new Made(images.raw, "", images.raw, "raw");
            case QCOW2 -> images.current(images.qcow2());
            case QCOW2_SNAPSHOT -> images.snapshot(images.qcow2());
            case VMDK_OF_QEMU -> images.sameAsRaw(images.ofQemu("vmdk", "subformat=streamOptimized"));
            case VMDK_OF_VMLOOM -> images.sameAsRaw(images.streamOfVmloom());
            case VMDK_SPARSE_OF_QEMU -> images.sameAsRaw(images.ofQemu("vmdk", "subformat=monolithicSparse"));
            case VDI_OF_QEMU -> images.sameAsRaw(images.ofQemu("vdi", "static=off"));
            case VDI_STATIC_OF_QEMU -> images.sameAsRaw(images.ofQemu("vdi", "static=on"));
            case VHD_OF_QEMU -> images.sameAsRaw(images.ofQemu("vpc", "subformat=dynamic"));
            case VHD_FIXED_OF_QEMU -> images.sameAsRaw(images.ofQemu("vpc", "subformat=fixed,force_size=on"));
            case VHDX_OF_QEMU -> images.sameAsRaw(images.ofQemu("vhdx", "subformat=dynamic"));
            case VHDX_FIXED_OF_QEMU -> images.sameAsRaw(images.ofQemu("vhdx", "subformat=fixed,block_size=1M"));
        };
    }

    private Path qcow2() {
        Path image = folder.resolve("source.qcow2");
        String options = wanted.sourceCoding().options(wanted.sourceClusterBytes());
        if (wanted.sourceCoding().compressed()) {
            Peers.run("qemu-img", "convert", "-c", "-f", "raw", "-O", "qcow2", "-o", options, raw, image);
        } else {
            Peers.run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", "-o", options, raw, image);
        }
        return image;
    }

    private Made current(Path image) throws IOException {
        scribble(image);
        return new Made(image, "", image, "qcow2");
    }

    private Made snapshot(Path image) throws IOException {
        scribble(image);
        Peers.run("qemu-img", "snapshot", "-c", SNAPSHOT, image);
        Path reference = folder.resolve("before.raw");
        Peers.run("qemu-img", "convert", "-f", "qcow2", "-O", "raw", "-l", SNAPSHOT, image, reference);
        scribble(image);
        return new Made(image, SNAPSHOT, reference, "raw");
    }

    /** Leaves zero clusters, compressed clusters, discarded and newly allocated ones all over a disk. */
    private void scribble(Path image) throws IOException {
        long sectors = wanted.guest().sizeBytes() / 512;
        long bytes = sectors * 512;
        if (bytes >= 2L * wanted.sourceClusterBytes() && wanted.guest() != Guest.DENSE) {
            new QemuImages(folder, wanted.toString().hashCode())
                    .scribble(image, bytes, wanted.sourceClusterBytes(), OPERATIONS);
        }
    }

    private Path ofQemu(String format, String options) {
        Path image = folder.resolve("source." + format);
        Peers.run("qemu-img", "convert", "-f", "raw", "-O", format, "-o", options, raw, image);
        return image;
    }

    private Path streamOfVmloom() {
        Path image = folder.resolve("source.vmdk");
        Command.run("convert", "-q", "-f", "raw", "-o", "subformat=streamOptimized", raw, image)
                .succeeded();
        return image;
    }

    private Made sameAsRaw(Path image) throws IOException {
        Path reference = folder.resolve("reference.raw");
        Files.createLink(reference, raw);
        return new Made(image, "", reference, "raw");
    }
}
