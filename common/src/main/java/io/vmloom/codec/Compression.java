package io.vmloom.codec;

/**
 * How to compress.
 *
 * @param level the codec's own scale: 1–12 for deflate, zlib and gzip (libdeflate's), 1–22 for zstd, 0–9 for xz; 0
 *     stores deflate blocks uncompressed
 */
public record Compression(Codec codec, int level) {
    public Compression {
        int highest = switch (codec) {
            case DEFLATE, ZLIB, GZIP -> 12;
            case ZSTD -> 22;
            case XZ -> 9;
            case BZIP2, LZFSE, ADC -> throw new IllegalArgumentException(codec + " is only expanded");
        };
        if (level < 0 || level > highest) {
            throw new IllegalArgumentException(
                    "compression level of " + codec + " must be 0–" + highest + ", got: " + level);
        }
    }
}
