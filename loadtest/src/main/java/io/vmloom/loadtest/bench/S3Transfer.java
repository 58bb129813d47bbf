package io.vmloom.loadtest.bench;

import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Precondition;
import io.vmloom.store.Upload;
import io.vmloom.store.s3.S3ObjectStore;
import io.vmloom.unit.ByteSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/** What one does around a converter that knows files only: whole objects down and up, four ranges at a time. */
final class S3Transfer {
    private static final int RANGE_BYTES = (int) (16 * ByteSize.MIB);
    private static final int THREADS = 4;

    private final S3ObjectStore store;

    S3Transfer(S3ObjectStore store) {
        this.store = store;
    }

    void download(Location.InBucket object, Path file) throws Exception {
        ObjectVersion version = store.head(object).orElseThrow();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            inRanges(version.sizeBytes(), offset -> {
                ByteBuffer range = buffer(version.sizeBytes(), offset);
                store.read(version, offset, range);
                write(channel, range.flip(), offset);
                return offset;
            });
        }
    }

    void upload(Path file, Location.InBucket object) throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            Upload upload = store.createUpload(object, Map.of());
            List<PartReceipt> parts = inRanges(size, offset -> {
                ByteBuffer range = buffer(size, offset);
                read(channel, range, offset);
                return store.uploadPart(upload, (int) (offset / RANGE_BYTES) + 1, Content.of(range.flip()));
            });
            store.complete(upload, parts, Precondition.NONE);
        }
    }

    private static <T> List<T> inRanges(long size, LongFunction<T> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<T>> running = new ArrayList<>();
            for (long offset = 0; offset < size; offset += RANGE_BYTES) {
                long from = offset;
                running.add(threads.submit(() -> work.apply(from)));
            }
            List<T> done = new ArrayList<>();
            for (Future<T> each : running) {
                done.add(each.get());
            }
            return done;
        }
    }

    private static ByteBuffer buffer(long size, long offset) {
        return ByteBuffer.allocate((int) Math.min(RANGE_BYTES, size - offset));
    }

    private static void read(FileChannel channel, ByteBuffer range, long offset) {
        try {
            while (range.hasRemaining() && channel.read(range, offset + range.position()) >= 0) {
                // until the range is full
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(FileChannel channel, ByteBuffer range, long offset) {
        try {
            while (range.hasRemaining()) {
                channel.write(range, offset + range.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
