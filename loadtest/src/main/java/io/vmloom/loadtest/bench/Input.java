package io.vmloom.loadtest.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What is converted: the disk itself, a quarter of it strewn over a far larger one, a small disk, the tables of a huge
 * one, or what the peer made of the disk beforehand.
 */
enum Input {
    RAW("raw", "raw", List.of(), 0.75),
    STREWN("1T.raw", "raw", List.of(), 0.25),
    SMALL("64M.raw", "raw", List.of(), 0.02),
    FRAGMENTED("fragmented.qcow2", "qcow2", List.of(), 0.5),
    QCOW2("qcow2", "qcow2", List.of(), 0.75),
    QCOW2_ZLIB("zlib.qcow2", "qcow2", List.of("-c", "-W", "-m", "16"), 0.45),
    STREAM("stream.vmdk", "vmdk", List.of("-o", "subformat=streamOptimized"), 0.45),
    VDI("vdi", "vdi", List.of(), 0.75),
    VHDX("vhdx", "vhdx", List.of(), 0.75);

    private final String ending;
    private final String format;
    private final List<String> peerArguments;
    private final double share;

    Input(String ending, String format, List<String> peerArguments, double share) {
        this.ending = ending;
        this.format = format;
        this.peerArguments = peerArguments;
        this.share = share;
    }

    String format() {
        return format;
    }

    /** With which the peer makes it of the disk. */
    List<String> peerArguments() {
        return peerArguments;
    }

    /** Of the disk's size, that it takes at the most of the file system. */
    double share() {
        return share;
    }

    /** Whose guest it has: the disk's, or its own. */
    Input guest() {
        return switch (this) {
            case STREWN, SMALL, FRAGMENTED -> this;
            case RAW, QCOW2, QCOW2_ZLIB, STREAM, VDI, VHDX -> RAW;
        };
    }

    /** Where it stands beside the raw disk. */
    Path beside(Path raw) {
        return this == RAW ? raw : raw.resolveSibling(raw.getFileName() + "." + ending);
    }
}
