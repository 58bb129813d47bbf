package io.vmloom.store.file;

import io.vmloom.error.CancelledException;
import io.vmloom.error.StoreException;
import io.vmloom.source.ByteSource;
import io.vmloom.source.SourceIdentity;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.unit.HeapBlock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A pinned regular file or block device. Its identity is weak (size and modification time) and checked on opening, every few hundred
 * reads and on closing, which therefore may throw {@code SOURCE_CHANGED} too. Thread-safe.
 */
public final class FileSource implements ByteSource {
    private static final long READS_BETWEEN_CHECKS = 256;

    /** The JDK reads into a direct buffer and copies from there, which is cheap while that fits into a core's cache. */
    private static final int SLICE_BYTES = 512 << 10;

    private final Path path;
    private final ObjectVersion version;
    private final AtomicLong reads = new AtomicLong();
    private final Object lock = new Object();
    private FileChannel channel;
    private @Nullable HoleMap holes;
    private boolean closed;

    private FileSource(Path path, ObjectVersion version) {
        this.path = path;
        this.version = version;
        channel = openChannel(path);
    }

    /**
     * The current version of a file. {@code NOT_FOUND} when there is none, {@code ACCESS_DENIED} when it can not be
     * read, {@code REQUEST_INVALID} for directories, pipes and devices that are read byte by byte.
     */
    public static ObjectVersion pin(Path path) {
        return PinnedFile.pin(path);
    }

    /** Opens exactly this version; {@code SOURCE_CHANGED} when the file is another one by now. */
    public static FileSource open(ObjectVersion version) {
        if (!(version.location() instanceof Location.OnDisk(Path path))) {
            throw new IllegalArgumentException("not a file: " + version.location());
        }
        PinnedFile.check(path, version);
        return new FileSource(path, version);
    }

    /** Pins and opens the current version. */
    public static FileSource open(Path path) {
        return open(pin(path));
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public long sizeBytes() {
        return version.sizeBytes();
    }

    @Override
    public SourceIdentity identity() {
        return version.identity();
    }

    @Override
    public void read(long offset, ByteBuffer destination) {
        Objects.checkFromIndexSize(offset, destination.remaining(), version.sizeBytes());
        if (reads.incrementAndGet() % READS_BETWEEN_CHECKS == 0) {
            PinnedFile.check(path, version);
        }
        int start = destination.position();
        while (!tryRead(offset, destination)) {
            destination.position(start);
        }
    }

    /** A call costs little, so what is read should only take little memory. */
    @Override
    public int readBytes() {
        return HeapBlock.BYTES;
    }

    @Override
    public long nextData(long offset) {
        return holes().nextData(offset);
    }

    @Override
    public long nextHole(long offset) {
        return holes().nextHole(offset);
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            if (holes != null) {
                holes.close();
            }
            try {
                channel.close();
            } catch (IOException e) {
                throw PinnedFile.failure(path, e);
            }
        }
        PinnedFile.check(path, version);
    }

    /** Looked for when somebody asks: few formats do, and the JVM takes a fifth of a second to link with the system's calls. */
    private HoleMap holes() {
        synchronized (lock) {
            if (closed) {
                return new HoleMap.Unknown(version.sizeBytes());
            }
            HoleMap known = holes;
            if (known == null) {
                known = SeekHoleMap.of(path, version.sizeBytes());
                holes = known;
                PinnedFile.check(path, version);
            }
            return known;
        }
    }

    /** False when another thread's interrupt closed the channel under this read. */
    private boolean tryRead(long offset, ByteBuffer destination) {
        FileChannel current = openChannel();
        long position = offset;
        try {
            while (destination.hasRemaining()) {
                int length = Math.min(SLICE_BYTES, destination.remaining());
                int count = current.read(destination.slice(destination.position(), length), position);
                if (count < 0) {
                    throw StoreException.sourceChanged(
                            path.toString(), "it ends at offset 0x" + Long.toHexString(position));
                }
                destination.position(destination.position() + count);
                position += count;
            }
            return true;
        } catch (ClosedByInterruptException _) {
            throw new CancelledException("reading " + path);
        } catch (ClosedChannelException _) {
            return false;
        } catch (IOException e) {
            throw PinnedFile.failure(path, e);
        }
    }

    /** The interrupt of one reading thread closes the channel for all of them, so the others open it again. */
    private FileChannel openChannel() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException(path + " is closed");
            }
            if (!channel.isOpen()) {
                PinnedFile.check(path, version);
                channel = openChannel(path);
            }
            return channel;
        }
    }

    private static FileChannel openChannel(Path path) {
        try {
            return FileChannel.open(path, StandardOpenOption.READ);
        } catch (IOException e) {
            throw PinnedFile.failure(path, e);
        }
    }
}
