package io.vmloom.object;

import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import io.vmloom.error.TargetException;
import io.vmloom.store.Content;
import io.vmloom.store.Precondition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The hidden file beside a target, which one process at a time writes. What a killed process left is removed, never
 * truncated: its inode may be a published target by now.
 */
final class TemporaryFile implements TargetFile {
    private static final String EXISTS_ADVICE = "choose another name, or allow to replace it";
    private static final int MAX_NAME_CHARS = 60;

    /** File locks of a process do not exclude its own threads. */
    private static final Set<Path> WRITTEN_HERE = ConcurrentHashMap.newKeySet();

    private final Path target;
    private final Path path;
    private final FileChannel channel;
    private final ContentWriter writer;
    private final Durability durability;
    private final WriteBehind writeBehind;

    private TemporaryFile(Path target, Path path, FileChannel channel, ZeroRule zeros, Durability durability) {
        this.target = target;
        this.path = path;
        this.channel = channel;
        this.writer = ContentWriter.of(zeros);
        this.durability = durability;
        this.writeBehind = new WriteBehind(channel, durability);
    }

    static TemporaryFile create(Path target, Precondition precondition, ZeroRule zeros, Durability durability) {
        try {
            Path real = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
            requireReplaceable(real, precondition);
            Path path = real.resolveSibling(hiddenName(real));
            if (!WRITTEN_HERE.add(path)) {
                throw busy(real);
            }
            return open(real, path, zeros, durability);
        } catch (IOException e) {
            throw FileFailures.of(target, e);
        }
    }

    /**
     * Whether a killed process left exactly these bytes under the hidden name of a target; refused while a process is at
     * it.
     */
    static boolean isAbandoned(Path target, Content content) {
        Path real = target.toAbsolutePath();
        Path path = real.resolveSibling(hiddenName(real));
        if (WRITTEN_HERE.contains(path)) {
            throw busy(real);
        }
        try (FileChannel old = FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                InputStream expected = content.stream()) {
            lock(old, real);
            return old.size() == content.lengthBytes()
                    && Arrays.equals(Channels.newInputStream(old).readAllBytes(), expected.readAllBytes());
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw FileFailures.of(target, e);
        }
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Path target() {
        return target;
    }

    @Override
    public FileChannel channel() {
        return channel;
    }

    @Override
    public void write(Content content, long offset) throws IOException {
        writeBehind.wrote(writer.write(channel, content, offset));
    }

    /** Gives the file its final size; what was not written within it is a hole. */
    @Override
    public void complete(long sizeBytes) {
        try {
            setSize(sizeBytes);
        } catch (IOException e) {
            throw FileFailures.of(target, e);
        }
    }

    @Override
    public void withdraw() {
        try {
            if (Files.deleteIfExists(target)) {
                syncDirectory();
            }
        } catch (IOException e) {
            throw FileFailures.of(target, e);
        }
    }

    /** Makes the file visible under the target's name; unless it is left to the system, it survives a power failure from then on. */
    @Override
    public void publish(Precondition precondition) {
        try {
            writeBehind.finish();
            switch (precondition) {
                case NONE -> Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
                case ABSENT -> moveWithoutReplacing();
            }
            syncDirectory();
            close();
        } catch (FileAlreadyExistsException e) {
            throw TargetException.exists(target.toString(), EXISTS_ADVICE);
        } catch (NoSuchFileException e) {
            throw StoreException.unavailable(
                    target.toString(), "its hidden file " + path + " was removed meanwhile; start again", e);
        } catch (IOException e) {
            throw FileFailures.of(target, e);
        }
    }

    /** Removes the file; nothing happens when it was published or discarded before. */
    @Override
    public void discard() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            Files.deleteIfExists(path);
            close();
        } catch (IOException e) {
            throw FileFailures.of(target, e);
        }
    }

    private static TemporaryFile open(Path target, Path path, ZeroRule zeros, Durability durability)
            throws IOException {
        boolean opened = false;
        try {
            removeAbandoned(target, path);
            FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
            try {
                lock(channel, target);
                opened = true;
            } finally {
                if (!opened) {
                    channel.close();
                }
            }
            return new TemporaryFile(target, path, channel, zeros, durability);
        } catch (FileAlreadyExistsException e) {
            throw busy(target);
        } finally {
            if (!opened) {
                WRITTEN_HERE.remove(path);
            }
        }
    }

    private static void removeAbandoned(Path target, Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel old = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            lock(old, target);
            Files.deleteIfExists(path);
        } catch (NoSuchFileException e) {
            // its writer published or discarded it just now
        }
    }

    private static void lock(FileChannel channel, Path target) throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw busy(target);
            }
        } catch (OverlappingFileLockException e) {
            throw busy(target);
        }
    }

    private static void requireReplaceable(Path target, Precondition precondition) {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new RequestException(
                    target + " is not a regular file, and only such are written; name a file in a directory");
        }
        if (precondition == Precondition.ABSENT) {
            throw TargetException.exists(target.toString(), EXISTS_ADVICE);
        }
    }

    private void setSize(long sizeBytes) throws IOException {
        if (channel.size() > sizeBytes) {
            channel.truncate(sizeBytes);
        } else if (channel.size() < sizeBytes) {
            SparseWriter.write(channel, ByteBuffer.allocate(1), sizeBytes - 1);
        }
    }

    /** A second name can not be given to what exists, which closes the gap between looking and renaming. */
    private void moveWithoutReplacing() throws IOException {
        try {
            Files.createLink(target, path);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.move(path, target); // a file system without hard links
            return;
        }
        Files.delete(path);
    }

    private void syncDirectory() throws IOException {
        Path directory = target.getParent();
        if (directory != null && durability == Durability.SYNCED) {
            try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
                opened.force(true);
            }
        }
    }

    private void close() throws IOException {
        WRITTEN_HERE.remove(path);
        channel.close();
    }

    private static String hiddenName(Path target) {
        String name = String.valueOf(target.getFileName());
        String stem = name.length() <= MAX_NAME_CHARS ? name : Integer.toHexString(name.hashCode());
        return "." + stem + ".vmloom.part";
    }

    private static RequestException busy(Path target) {
        return new RequestException(
                target + " is being written by another conversion; wait for it, or choose another name");
    }
}
