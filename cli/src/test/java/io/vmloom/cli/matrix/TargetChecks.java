package io.vmloom.cli.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Guest;
import io.vmloom.format.cow.SectorWalk;
import io.vmloom.format.vmdk.SequentialReader;
import io.vmloom.testing.Peers;
import io.vmloom.testing.QemuImg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is demanded of a target: the source's guest, metadata in order, and that other programs say so too. */
record TargetChecks(MatrixCase one, SourceImages.Made source, Path target, Optional<Path> key) {
    private static final int SECTOR = 512;

    void sameGuest() throws IOException {
        if (one.target() == TargetKind.COW) {
            compare("raw", SectorWalk.raw(target, target.resolveSibling("walked.raw"))); // QEMU gave the format up
        } else {
            compare(one.target().format(), target);
        }
        String[] given = digest("-f", one.source().format(), "-l", source.snapshot(), source.image());
        String[] written = digest(readingTarget("-f", one.target().format(), target));
        assertThat(written[2]).as("root of the guest's hash tree").isEqualTo(given[2]);
        long sourceBytes = Long.parseLong(given[1]);
        assertThat(roundedUp(sourceBytes)).as("size of the source").isEqualTo(source.virtualBytes());
        assertThat(Long.parseLong(written[1])).as("size of the target").isEqualTo(expectedBytes(sourceBytes));
    }

    private long expectedBytes(long sourceBytes) {
        return switch (one.target()) {
            case RAW -> sourceBytes;
            case VHD_BY_GEOMETRY -> QemuImg.createdBytes("vpc", sourceBytes, target.resolveSibling("size.vpc"));
            case QCOW2,
                    QCOW2_ZLIB,
                    QCOW2_ZSTD,
                    QCOW2_V2,
                    QCOW2_SUBCLUSTERS,
                    VMDK,
                    VMDK_SPARSE,
                    VMDK_FLAT,
                    VMDK_OF_ESX,
                    VMDK_SPARSE_PIECES,
                    VMDK_FLAT_PIECES,
                    VDI,
                    VDI_STATIC,
                    VHD,
                    VHD_FIXED,
                    VHDX,
                    VHDX_FIXED,
                    QCOW,
                    QCOW_ZLIB,
                    QED,
                    PARALLELS,
                    COW,
                    LUKS,
                    QCOW2_LUKS -> roundedUp(sourceBytes);
        };
    }

    private static long roundedUp(long bytes) {
        return Math.ceilDiv(bytes, SECTOR) * SECTOR;
    }

    private void compare(String format, Path image) {
        if (key.isPresent()) {
            Peers.run(
                    "qemu-img",
                    "compare",
                    "--object",
                    secret(),
                    "--image-opts",
                    "driver=" + source.referenceFormat() + ",file.filename=" + source.reference(),
                    unlocked());
            return;
        }
        Peers.run("qemu-img", "compare", "-f", source.referenceFormat(), "-F", format, source.reference(), image);
    }

    private String secret() {
        return "secret,id=key,file=" + key.orElseThrow();
    }

    /** The target as an option of qemu-img. */
    private String unlocked() {
        String reference = one.target() == TargetKind.LUKS ? "key-secret" : "encrypt.key-secret";
        return "driver=" + one.target().format() + "," + reference + "=key,file.filename=" + target;
    }

    /** The parts of {@code vg1:length:root}. */
    private static String[] digest(Object... arguments) {
        String line = Command.run(
                        Stream.concat(Stream.of("digest"), Stream.of(arguments)).toArray())
                .succeeded()
                .out();
        return line.substring(0, line.indexOf(' ')).split(":", 3);
    }

    private Object[] readingTarget(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        if (one.target().hasExtents()) {
            all.add("--allow-chain");
        }
        key.ifPresent(file -> all.addAll(List.of("--key", "file:" + file)));
        return all.toArray();
    }

    void clean() {
        Object[] ours = readingTarget("check", "-f", one.target().format(), target);
        Command.run(ours).succeeded();
        switch (one.target()) {
            case RAW, VHD, VHD_BY_GEOMETRY, VHD_FIXED, QCOW, QCOW_ZLIB, COW, LUKS -> {} // qemu-img checks none of them
            case QCOW2_LUKS -> Peers.run("qemu-img", "check", "--object", secret(), "--image-opts", unlocked());
            case QCOW2,
                    QCOW2_ZLIB,
                    QCOW2_ZSTD,
                    QCOW2_V2,
                    QCOW2_SUBCLUSTERS,
                    VMDK,
                    VMDK_SPARSE,
                    VMDK_FLAT,
                    VMDK_OF_ESX,
                    VMDK_SPARSE_PIECES,
                    VMDK_FLAT_PIECES,
                    VDI,
                    VDI_STATIC,
                    VHDX,
                    VHDX_FIXED,
                    QED,
                    PARALLELS ->
                Peers.run("qemu-img", "check", "-f", one.target().format(), target);
        }
    }

    void readByOthers() throws IOException {
        if (one.guest() == Guest.EMPTY) {
            return; // none of them opens a disk without a byte
        }
        switch (one.target()) {
            case LUKS -> Peers.run("cryptsetup", "open", "--test-passphrase", "--key-file", key.orElseThrow(), target);
            case RAW,
                    QCOW2_ZSTD,
                    QCOW2_SUBCLUSTERS,
                    QCOW2_LUKS,
                    QED,
                    PARALLELS,
                    COW -> {} // nothing to understand, or none of them does
            case QCOW_ZLIB -> Peers.run("qcowinfo", target);
            case QCOW2, QCOW2_ZLIB, QCOW2_V2, QCOW -> {
                Peers.run("qcowinfo", target);
                sevenZipReads("qcow");
            }
            case VMDK -> {
                Peers.run("vmdkinfo", target);
                sevenZipReads("vmdk");
                aStreamReaderReadsIt();
            }
            case VMDK_SPARSE, VMDK_FLAT, VMDK_OF_ESX, VMDK_SPARSE_PIECES, VMDK_FLAT_PIECES -> {
                Peers.run("vmdkinfo", target);
                sevenZipReads("vmdk");
            }
            case VDI, VDI_STATIC -> sevenZipReads("vdi");
            case VHD, VHD_BY_GEOMETRY, VHD_FIXED -> {
                vhdiinfoSaysTheSize();
                sevenZipReads("vhd");
            }
            case VHDX, VHDX_FIXED -> {
                vhdiinfoSaysTheSize();
                if (targetBytes() % (2 * SECTOR) == 0) { // 7-Zip opens no others, qemu-img's neither
                    sevenZipReads("vhdx");
                }
            }
        }
    }

    private long targetBytes() {
        return QemuImg.virtualBytes(one.target().format(), target);
    }

    private void vhdiinfoSaysTheSize() {
        assertThat(Peers.run("vhdiinfo", target).output()).contains("(" + targetBytes() + " bytes)");
    }

    private void aStreamReaderReadsIt() throws IOException {
        if (one.guest().fitsInMemory()) {
            Path walked = target.resolveSibling("walked.raw");
            Files.write(walked, new SequentialReader(Files.readAllBytes(target)).guest());
            compare("raw", walked);
        }
    }

    private void sevenZipReads(String type) throws IOException {
        if (!one.guest().fitsInMemory()) {
            Peers.run("7zz", "l", "-t" + type, target); // not to read gigabytes of holes
            return;
        }
        Path unpacked = target.resolveSibling("unpacked");
        Peers.run("7zz", "e", "-y", "-t" + type, "-o" + unpacked, target);
        try (Stream<Path> files = Files.list(unpacked)) {
            compare("raw", files.findFirst().orElseThrow());
        }
    }
}
