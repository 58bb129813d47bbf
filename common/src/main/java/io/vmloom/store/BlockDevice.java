package io.vmloom.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A block device of this host: a disk, a partition, a logical volume.
 *
 * @param number major and minor number in one, as {@code st_rdev} has them; the same under every name
 */
public record BlockDevice(long number) {
    /** File type bits of {@code st_mode}, see inode(7). */
    private static final int TYPE_MASK = 0xf000;

    private static final int BLOCK_DEVICE = 0x6000;

    /** The device behind a path, links followed; empty for everything else, and where nothing stands. */
    public static Optional<BlockDevice> at(Path path) {
        try {
            if (Files.isRegularFile(path)
                    || !(Files.getAttribute(path, "unix:mode") instanceof Integer mode)
                    || (mode & TYPE_MASK) != BLOCK_DEVICE
                    || !(Files.getAttribute(path, "unix:rdev") instanceof Long number)) {
                return Optional.empty();
            }
            return Optional.of(new BlockDevice(number));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Its attributes tell no size, but an open channel does. */
    public static long sizeBytes(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.size();
        }
    }
}
