package io.vmloom.loadtest.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files under a directory, one after the other in the order of their names, and from the first again. */
final class CorpusContent implements ContentSource, AutoCloseable {
    private final List<Path> files;
    private int next;
    private InputStream current = InputStream.nullInputStream();

    private CorpusContent(List<Path> files) {
        this.files = files;
    }

    static CorpusContent of(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            List<Path> files = found.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                            && Files.isReadable(path)
                            && path.toFile().length() > 0)
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new IOException(directory + " holds no readable file with content");
            }
            return new CorpusContent(files);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void fill(byte[] bytes, int offset, int length) {
        try {
            int done = 0;
            while (done < length) {
                int count = current.read(bytes, offset + done, length - done);
                if (count < 0) {
                    current.close();
                    current = Files.newInputStream(files.get(next));
                    next = (next + 1) % files.size();
                } else {
                    done += count;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
