package io.vmloom.appliance;

import io.vmloom.machine.Note;
import io.vmloom.machine.Reading;
import java.util.List;
import java.util.Set;

/**
 * What a descriptor tells of its package.
 *
 * @param disks that are there, each once
 * @param missingDisks names of disks that should be there
 * @param files that are there
 */
record Parts(
        List<Reading> machines,
        List<PackagedDisk> disks,
        Set<String> missingDisks,
        Set<String> files,
        List<Note> notes) {}
