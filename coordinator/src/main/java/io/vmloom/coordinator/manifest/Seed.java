package io.vmloom.coordinator.manifest;

import io.vmloom.store.Location;
import java.nio.file.Path;

/**
 * Files to put into the store before anything is converted.
 *
 * @param from a file, or a directory whose files are meant
 * @param to the object's key, or for a directory what its files' keys begin with
 */
public record Seed(Path from, Location.InBucket to) {}
