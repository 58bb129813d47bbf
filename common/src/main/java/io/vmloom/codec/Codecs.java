package io.vmloom.codec;

/** Makes compressors and decompressors: libdeflate and zstd where their native code runs, else the JDK's zlib. */
public final class Codecs {
    /** The level at which deflate makes stored blocks of everything. */
    private static final int STORING = 0;

    private Codecs() {}

    public static Compressor compressor(Compression compression) {
        return switch (compression.codec()) {
            case DEFLATE -> deflate(compression.level());
            case ZLIB -> new ZlibCompressor(deflate(compression.level()));
            case GZIP -> new GzipCompressor(deflate(compression.level()));
            case ZSTD -> new ZstdCompressor(compression.level());
            case XZ -> new XzCompressor(compression.level());
            case BZIP2, LZFSE, ADC -> throw new IllegalArgumentException(compression.codec() + " is only expanded");
        };
    }

    public static Decompressor decompressor(Codec codec) {
        return switch (codec) {
            case DEFLATE -> new DeflateDecompressor();
            case ZLIB -> new ZlibDecompressor(new DeflateDecompressor());
            case GZIP -> new GzipDecompressor(new DeflateDecompressor());
            case ZSTD -> new ZstdDecompressor();
            case BZIP2 -> StreamDecompressor.bzip2();
            case XZ -> StreamDecompressor.xz();
            case LZFSE -> new LzfseDecompressor();
            case ADC -> new AdcDecompressor();
        };
    }

    /** What decides the compressed bytes: equal fingerprints give equal bytes. */
    public static String fingerprint(Compression compression) {
        try (Compressor compressor = compressor(compression)) {
            return compressor.fingerprint();
        }
    }

    private static Compressor deflate(int level) {
        return level == STORING ? anyDeflate(level) : new NoiseSkipper(anyDeflate(level), anyDeflate(STORING));
    }

    /** Which streams of a source are whole and usual must go with what the fingerprint names. */
    private static Compressor anyDeflate(int level) {
        return NativeLibraries.hasLibdeflate() ? new LibdeflateCompressor(level) : new JdkDeflateCompressor(level);
    }
}
