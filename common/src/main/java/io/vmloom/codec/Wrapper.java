package io.vmloom.codec;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** Compression of a whole file, whatever is in it. Wire names are the constants' names. */
public enum Wrapper {
    /** RFC 1952; one or more members. */
    GZIP,
    /** One or more streams, with padding between them. */
    XZ,
    /** One or more streams. */
    BZIP2,
    /** RFC 8878; one or more frames. */
    ZSTD;

    /** What {@code xz -9} needs, and twice that. */
    private static final int XZ_MEMORY_KIB = 130 << 10;

    /** The registry's name of files so compressed. */
    public String formatName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In which single streams of such files are written. */
    public Codec codec() {
        return switch (this) {
            case GZIP -> Codec.GZIP;
            case XZ -> Codec.XZ;
            case BZIP2 -> Codec.BZIP2;
            case ZSTD -> Codec.ZSTD;
        };
    }

    /** By the registry's name; empty for what is not such a file. */
    public static Optional<Wrapper> ofFormat(String name) {
        return Arrays.stream(values())
                .filter(wrapper -> wrapper.formatName().equals(name))
                .findFirst();
    }

    /**
     * What is in the file, to its end: whatever follows that is not of this compression is an error, not an end. Takes a
     * bounded amount of memory; throws {@link IOException} for damaged, cut off or oversized streams.
     */
    public InputStream expand(InputStream file) throws IOException {
        return switch (this) {
            case GZIP -> new GzipCompressorInputStream(file, true);
            case XZ -> new XZInputStream(file, XZ_MEMORY_KIB);
            case BZIP2 -> new BZip2CompressorInputStream(file, true);
            case ZSTD -> new ZstdInputStreamNoFinalizer(file);
        };
    }
}
