package io.vmloom.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** The rows of the sample folder's MANIFEST.tsv; larger files there are gzipped. */
public final class SampleImages {
    /**
     * @param checkCode how qemu-img check ended, or empty when the file is no image
     * @param md5 of the guest's content, or empty
     */
    public record Row(Path folder, String path, String format, long virtualBytes, String checkCode, String md5) {
        public String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        /** Path of a file beside this one. */
        public String sibling(String name) {
            return path.substring(0, path.lastIndexOf('/') + 1) + name;
        }

        public boolean isImage() {
            return !format.isEmpty() || !checkCode.isEmpty();
        }

        public InputStream stream() {
            try {
                Path plain = folder.resolve(path);
                return Files.exists(plain)
                        ? new BufferedInputStream(Files.newInputStream(plain))
                        : new GZIPInputStream(Files.newInputStream(folder.resolve(path + ".gz")), 1 << 16);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public byte[] bytes() {
            try (InputStream in = stream()) {
                return in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return path;
        }
    }

    private SampleImages() {}

    /** All rows, or a skipped test when no folder is given. */
    public static List<Row> rows() {
        String folder = System.getProperty("vmloom.samples", "");
        Assumptions.assumeFalse(folder.isEmpty(), "no sample images: set -Dvmloom.samples to their folder");
        Path root = Path.of(folder);
        try {
            return Files.readAllLines(root.resolve("MANIFEST.tsv")).stream()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .map(fields -> new Row(
                            root,
                            fields[0],
                            fields[2],
                            fields[3].isEmpty() ? 0 : Long.parseLong(fields[3]),
                            fields[4],
                            fields[5]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
