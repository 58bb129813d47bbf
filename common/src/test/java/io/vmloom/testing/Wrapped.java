package io.vmloom.testing;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.vmloom.codec.Wrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Makes compressed files. */
public final class Wrapped {
    private Wrapped() {}

    public static byte[] of(Wrapper wrapper, byte[] content) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (OutputStream out = compressing(wrapper, file)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    private static OutputStream compressing(Wrapper wrapper, OutputStream file) throws IOException {
        return switch (wrapper) {
            case GZIP -> new GZIPOutputStream(file);
            case XZ -> new XZOutputStream(file, new LZMA2Options(1));
            case BZIP2 -> new BZip2CompressorOutputStream(file, 1);
            case ZSTD -> new ZstdOutputStreamNoFinalizer(file);
        };
    }
}
