/**
 * Generates the small bootable disks of {@code examples/disks}: partition table, FAT volume with files, and a boot
 * sector that reports on the serial port.
 */
@NullMarked
package io.vmloom.loadtest.example;

import org.jspecify.annotations.NullMarked;
