package io.vmloom.coordinator.job;

import io.vmloom.store.Location;

/**
 * One disk of a machine to be made.
 *
 * @param file as the source's package names it
 * @param reference as the new configuration is to name it
 * @param item that makes it
 * @param target of that item
 * @param format of the target
 */
public record MachineDisk(String file, String reference, String item, Location target, String format) {
    public MachineDisk {
        if (reference.isEmpty()) {
            throw new IllegalArgumentException("a disk must be called something, got nothing for '" + file + "'");
        }
    }
}
