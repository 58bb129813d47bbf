package io.vmloom.cli.matrix;

import io.vmloom.cli.matrix.SourceImages.Made;
import io.vmloom.cli.testing.Guest;
import io.vmloom.format.qcow2.QemuImages;
import io.vmloom.testing.Peers;
import io.vmloom.testing.QemuImg;
import java.io.IOException;
import java.nio.file.Path;

/** A qcow2 that has been in use: every case has one of its own. */
record ScribbledImage(Path folder, MatrixCase wanted, Path raw) {
    private static final String SNAPSHOT = "before";
    private static final int OPERATIONS = 24;

    Made current() throws IOException {
        Path image = qcow2();
        scribble(image);
        return new Made(image, "", QemuImg.virtualBytes("qcow2", image), image, "qcow2");
    }

    Made snapshot() throws IOException {
        Path image = qcow2();
        scribble(image);
        Peers.run("qemu-img", "snapshot", "-c", SNAPSHOT, image);
        Path reference = folder.resolve("before.raw");
        Peers.run("qemu-img", "convert", "-f", "qcow2", "-O", "raw", "-l", SNAPSHOT, image, reference);
        scribble(image);
        return new Made(image, SNAPSHOT, QemuImg.virtualBytes("qcow2", image), reference, "raw");
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

    /** Leaves zero clusters, compressed clusters, discarded and newly allocated ones all over a disk. */
    private void scribble(Path image) throws IOException {
        long sectors = wanted.guest().sizeBytes() / 512;
        long bytes = sectors * 512;
        if (bytes >= 2L * wanted.sourceClusterBytes() && wanted.guest() != Guest.DENSE) {
            new QemuImages(folder, wanted.toString().hashCode())
                    .scribble(image, bytes, wanted.sourceClusterBytes(), OPERATIONS);
        }
    }
}
