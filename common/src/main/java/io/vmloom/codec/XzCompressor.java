package io.vmloom.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.tukaani.xz.BasicArrayCache;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** One stream in the .xz container, with a dictionary no longer than the unit. */
final class XzCompressor implements Compressor {
    private final BasicArrayCache memory = new BasicArrayCache();
    private final int level;

    XzCompressor(int level) {
        this.level = level;
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int targetOffset, int maxLength) {
        Bounded file = new Bounded(target, targetOffset, maxLength);
        try (XZOutputStream out = new XZOutputStream(file, options(length), memory)) {
            out.write(source, offset, length);
        } catch (DoesNotFit e) {
            return DOES_NOT_FIT;
        } catch (IOException e) {
            throw new IllegalStateException("xz failed in memory", e);
        }
        return file.position - targetOffset;
    }

    private LZMA2Options options(int length) throws IOException {
        LZMA2Options options = new LZMA2Options(level);
        options.setDictSize(Math.clamp(length, LZMA2Options.DICT_SIZE_MIN, options.getDictSize()));
        return options;
    }

    @Override
    public String fingerprint() {
        String version = Optional.ofNullable(XZOutputStream.class.getPackage().getImplementationVersion())
                .orElse("unknown");
        return "xz-java-" + version + "-" + level;
    }

    @Override
    public void close() {
        // What the library holds is memory alone.
    }

    private static final class DoesNotFit extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** A part of an array. */
    private static final class Bounded extends OutputStream {
        private final byte[] target;
        private final int end;
        private int position;

        Bounded(byte[] target, int offset, int maxLength) {
            this.target = target;
            this.position = offset;
            this.end = offset + maxLength;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > end - position) {
                throw new DoesNotFit();
            }
            System.arraycopy(bytes, offset, target, position, length);
            position += length;
        }
    }
}
