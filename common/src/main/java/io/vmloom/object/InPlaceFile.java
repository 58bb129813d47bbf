package io.vmloom.object;

import io.vmloom.error.RequestException;
import io.vmloom.store.Content;
import io.vmloom.store.Precondition;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file or device that is there already and keeps its size and its name. What was written stays, whether it is published
 * or not.
 */
final class InPlaceFile implements TargetFile {
    private final Path target;
    private final FileChannel channel;
    private final ContentWriter writer;
    private final WriteBehind writeBehind;

    private InPlaceFile(Path target, FileChannel channel, ZeroRule zeros, Durability durability) {
        this.target = target;
        this.channel = channel;
        this.writer = ContentWriter.of(zeros);
        this.writeBehind = new WriteBehind(channel, durability);
    }

    /** Refuses what another program has locked, as a running virtual machine does with its disk. */
    static InPlaceFile open(Path target, ZeroRule zeros, Durability durability) {
        try {
            FileChannel channel = FileChannel.open(target, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                channel.close();
                throw new RequestException(target + " is in use by another program; stop it, or choose another target");
            }
            return new InPlaceFile(target, channel, zeros, durability);
        } catch (IOException e) {
            throw FileFailures.of(target, e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    @Override
    public Path path() {
        return target;
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

    @Override
    public void complete(long sizeBytes) {
        // What lies behind it is not the disk's, and stays.
    }

    @Override
    public void withdraw() {
        // It is what stands there.
    }

    @Override
    public void publish(Precondition precondition) {
        try {
            writeBehind.finish();
            channel.close();
        } catch (IOException e) {
            throw FileFailures.of(target, e);
        }
    }

    @Override
    public void discard() {
        try {
            channel.close();
        } catch (IOException e) {
            throw FileFailures.of(target, e);
        }
    }
}
