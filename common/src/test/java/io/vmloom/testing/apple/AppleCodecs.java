package io.vmloom.testing.apple;

import io.airlift.compress.v3.bzip2.BZip2HadoopStreams;
import io.vmloom.codec.Codec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Compresses units with what vmloom only expands. */
public final class AppleCodecs {
    private interface Opener {
        OutputStream open(OutputStream target) throws IOException;
    }

    private AppleCodecs() {}

    public static byte[] compress(Codec codec, byte[] unit, SplittableRandom random) {
        return switch (codec) {
            case BZIP2 -> stream(new BZip2HadoopStreams()::createOutputStream, unit);
            case XZ -> {
                int preset = random.nextInt(7);
                yield stream(target -> new XZOutputStream(target, new LZMA2Options(preset)), unit);
            }
            case LZFSE -> Lzfse.compress(unit, List.of(Lzfse.Block.values()), random);
            case ADC -> Adc.compress(unit);
            case DEFLATE, ZLIB, GZIP, ZSTD ->
                throw new IllegalArgumentException("the product itself compresses " + codec);
        };
    }

    private static byte[] stream(Opener opener, byte[] unit) {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (OutputStream out = opener.open(target)) {
            out.write(unit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.toByteArray();
    }
}
