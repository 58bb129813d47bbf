package io.vmloom.format;

import static io.vmloom.format.Signatures.ascii;
import static io.vmloom.format.Signatures.bytes;

import io.vmloom.codec.Wrapper;
import java.util.List;
import java.util.function.Predicate;

/** Disk images and containers that vmloom knows by sight but does not read. */
final class ForeignFormats {
    private static final String CONVERT =
            "convert it to raw, qcow2 or streamOptimized VMDK first, for instance with qemu-img";
    private static final String UNPACK = "unpack it first and give the disk image inside";

    private static final String MEMBER = "name the disk in it that is wanted (--member, source.member in a manifest)";

    /** In the order of peers' documentation: virtual disks, Apple's, forensic, compressed, archives. */
    static final List<DiskFormat> ALL = List.of(
            image("ewf", "EnCase evidence file", bytes(0, 'E', 'V', 'F', 0x09, 0x0d, 0x0a, 0xff, 0x00)),
            image("chd", "MAME compressed hunks", ascii(0, "MComprHD")),
            wrapped(Wrapper.GZIP, bytes(0, 0x1f, 0x8b, 0x08)),
            wrapped(Wrapper.XZ, bytes(0, 0xfd, '7', 'z', 'X', 'Z', 0x00)),
            wrapped(Wrapper.BZIP2, Signatures::isBzip2),
            wrapped(Wrapper.ZSTD, bytes(0, 0x28, 0xb5, 0x2f, 0xfd)),
            archive("lz4", "lz4 file", bytes(0, 0x04, 0x22, 0x4d, 0x18)),
            archive("lzip", "lzip file", ascii(0, "LZIP")),
            archive("zip", "zip archive", bytes(0, 'P', 'K', 0x03, 0x04)),
            archive("7z", "7-Zip archive", bytes(0, '7', 'z', 0xbc, 0xaf, 0x27, 0x1c)),
            archive("wim", "Windows imaging file", bytes(0, 'M', 'S', 'W', 'I', 'M', 0, 0, 0)),
            new ForeignFormat(
                    "tar",
                    "tar archive or OVA",
                    MEMBER,
                    ascii(257, "ustar").and(Predicate.not(Signatures::hasAppleTrailer))),
            new ForeignFormat("ovf", "OVF descriptor", MEMBER, Signatures::isOvf));

    private ForeignFormats() {}

    private static DiskFormat image(String name, String title, Predicate<Probe> signature) {
        return new ForeignFormat(name, title, CONVERT, signature);
    }

    private static DiskFormat wrapped(Wrapper wrapper, Predicate<Probe> signature) {
        return new ForeignFormat(
                wrapper.formatName(),
                wrapper.formatName() + " file",
                "have it unpacked first (convert --unpack, source.unpack in a manifest), or do it yourself",
                signature.and(Predicate.not(Signatures::hasAppleTrailer)));
    }

    /** A disk image of Apple's begins with its first compressed block, so its trailer says more than its head. */
    private static DiskFormat archive(String name, String title, Predicate<Probe> signature) {
        return new ForeignFormat(name, title, UNPACK, signature.and(Predicate.not(Signatures::hasAppleTrailer)));
    }
}
