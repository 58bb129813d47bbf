package io.vmloom.machine;

/** Says which file of the target a disk of the source becomes. */
@FunctionalInterface
public interface DiskFiles {
    /** Every disk keeps its file. */
    DiskFiles KEPT = (disk, file, index) -> file;

    /**
     * The file that the target names in place of this one.
     *
     * @param index among the machine's disks, from 0
     */
    Medium.Image rename(Drive.Disk disk, Medium.Image file, int index);
}
