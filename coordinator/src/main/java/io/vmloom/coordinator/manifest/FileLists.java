package io.vmloom.coordinator.manifest;

import io.vmloom.error.RequestException;
import io.vmloom.store.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Lists and directories of this host, for manifests that stand on it too. Links to directories are not followed. */
public final class FileLists implements ItemLists {
    @Override
    public byte[] read(Location document, int maxBytes) {
        Path file = file(document);
        try {
            long bytes = Files.size(file);
            if (bytes > maxBytes) {
                throw new RequestException(
                        "has " + bytes + " bytes where " + maxBytes + " are allowed; divide the batch");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public List<Location> list(Location prefix, int most) {
        Path directory = file(prefix);
        try (Stream<Path> below = Files.walk(directory)) {
            List<Location> found = below.filter(Files::isRegularFile)
                    .limit(most + 1L)
                    .sorted()
                    .<Location>map(Location.OnDisk::new)
                    .toList();
            if (found.size() > most) {
                throw new RequestException("more than " + most + " files stand there; divide the batch");
            }
            return found;
        } catch (UncheckedIOException e) {
            throw unreadable(directory, e);
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static Path file(Location location) {
        return switch (location) {
            case Location.OnDisk(Path path) -> path;
            case Location.InBucket object ->
                throw new RequestException("'" + object + "' can not be looked into before the servers of this command"
                        + " are there; use a file, or 'vmloom submit'");
        };
    }

    private static RequestException unreadable(Path path, Exception e) {
        return new RequestException(path + " can not be read (" + e.getMessage() + ")");
    }
}
