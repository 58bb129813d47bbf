package io.vmloom.codec;

/** A compression as it stands in disk images. Wire names are the constants' names. */
public enum Codec {
    /** RFC 1951 without any wrapper. */
    DEFLATE,
    /** RFC 1950: deflate with a 2-byte header and an Adler-32. */
    ZLIB,
    /** RFC 1952: deflate in one member. */
    GZIP,
    /** RFC 8878; one or more frames, possibly padded. */
    ZSTD,
    /** One or more bzip2 streams; only expanded. */
    BZIP2,
    /** One stream in the .xz container. */
    XZ,
    /** Apple's LZFSE, its blocks in LZVN included; only expanded. */
    LZFSE,
    /** Apple Data Compression; only expanded. */
    ADC
}
