package io.vmloom.store.file;

import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import io.vmloom.store.BlockDevice;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What tells one version of a file from the next: size and modification time, so a weak identity; of a block device its
 * number and size only.
 */
final class PinnedFile {
    /** File type bits of {@code st_mode}, see inode(7). */
    private static final int TYPE_MASK = 0xf000;

    private static final int FIFO = 0x1000;
    private static final int CHARACTER_DEVICE = 0x2000;
    private static final int SOCKET = 0xc000;

    private PinnedFile() {}

    /** The current version of a readable regular file or block device; symbolic links are followed. */
    static ObjectVersion pin(Path path) {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException e) {
            throw failure(path, e);
        }
        Optional<BlockDevice> device = BlockDevice.at(path);
        if (!attributes.isRegularFile() && device.isEmpty()) {
            throw new RequestException(path + " is " + kind(path, attributes) + "; name a regular file");
        }
        if (!Files.isReadable(path)) {
            throw StoreException.accessDenied(path.toString(), "the file is not readable by this user", null);
        }
        try {
            long size = device.isPresent() ? BlockDevice.sizeBytes(path) : attributes.size();
            return new ObjectVersion(new Location.OnDisk(path), size, tag(path, attributes), true, Map.of());
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    /** {@code SOURCE_CHANGED} unless the file is still the pinned one. */
    static void check(Path path, ObjectVersion pinned) {
        String now;
        try {
            now = tag(path, Files.readAttributes(path, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            throw StoreException.sourceChanged(path.toString(), "it was removed");
        } catch (IOException e) {
            throw failure(path, e);
        }
        if (!now.equals(pinned.etag())) {
            throw StoreException.sourceChanged(
                    path.toString(), "size-modified was " + pinned.etag() + " and is " + now);
        }
    }

    static RuntimeException failure(Path path, IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> StoreException.notFound(path.toString());
            case AccessDeniedException _ ->
                StoreException.accessDenied(
                        path.toString(), "the file or its directory is not readable by this user", cause);
            case FileSystemException e
            when isAboutTheName(e) ->
                new RequestException(path + " is no name the file system takes: " + e.getReason());
            case FileSystemException e
            when e.getReason() != null ->
                StoreException.unavailable(path.toString(), "reading failed: " + e.getReason(), cause);
            default -> StoreException.unavailable(path.toString(), "reading failed: " + cause.getMessage(), cause);
        };
    }

    /** Trying again can not help, unlike with other failures that the system tells of. */
    private static boolean isAboutTheName(FileSystemException failure) {
        String reason = Objects.requireNonNullElse(failure.getReason(), "").toLowerCase(Locale.ROOT);
        return reason.contains("name too long") || reason.contains("levels of symbolic links");
    }

    private static String tag(Path path, BasicFileAttributes attributes) throws IOException {
        Optional<BlockDevice> device = attributes.isOther() ? BlockDevice.at(path) : Optional.empty();
        if (device.isPresent()) {
            return "device-" + device.get().number() + "-" + BlockDevice.sizeBytes(path);
        }
        return attributes.size() + "-" + attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    }

    private static String kind(Path path, BasicFileAttributes attributes) {
        if (attributes.isDirectory()) {
            return "a directory";
        }
        try {
            int mode = (int) Files.getAttribute(path, "unix:mode");
            return switch (mode & TYPE_MASK) {
                case FIFO -> "a named pipe (FIFO), which can not be read at offsets";
                case CHARACTER_DEVICE -> "a character device";
                case SOCKET -> "a socket";
                default -> "not a regular file";
            };
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
            return "not a regular file";
        }
    }
}
