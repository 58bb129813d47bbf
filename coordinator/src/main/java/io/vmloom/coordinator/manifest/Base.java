package io.vmloom.coordinator.manifest;

import io.vmloom.error.RequestException;
import io.vmloom.store.Location;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the names in a manifest are relative to.
 *
 * @param directory of this host; empty for a manifest from another one, which may name objects only
 */
record Base(Optional<Path> directory) {
    Location location(String text) {
        if (directory.isEmpty() && !text.startsWith("s3://")) {
            throw new RequestException("'" + text + "' would be a file of the coordinator's host, which nobody may name"
                    + " from elsewhere; use s3://bucket/key, or 'vmloom run' for local files");
        }
        try {
            return Location.parse(text, directory.orElse(Path.of("/")));
        } catch (InvalidPathException e) {
            throw noPath(e);
        }
    }

    /** A file of this host; only where there is a directory. */
    static Path file(Path directory, String text) {
        try {
            return directory.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw noPath(e);
        }
    }

    private static RequestException noPath(InvalidPathException e) {
        return new RequestException("is no path (" + e.getReason() + "): '" + e.getInput() + "'");
    }

    Location.InBucket object(String text) {
        return switch (location(text)) {
            case Location.InBucket object -> object;
            case Location.OnDisk file -> throw new RequestException("must be s3://bucket/key, got: " + file);
        };
    }
}
