package io.vmloom.loadtest.scale;

import io.vmloom.error.InternalException;
import io.vmloom.unit.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM's log of collections says of its heap.
 *
 * @param fullestBytes the most that was in it before a collection, garbage included
 * @param leftBytes the most that was left by a collection of all of it; zero if there was none
 */
record HeapLog(long fullestBytes, long leftBytes) {
    private static final Pattern PAUSE = Pattern.compile("Pause (Young|Full)[^\\n]*? (\\d+)M->(\\d+)M\\(");

    static final HeapLog EMPTY = new HeapLog(0, 0);

    static HeapLog read(Path log) {
        try {
            return Files.exists(log) ? of(Files.readString(log)) : EMPTY;
        } catch (IOException e) {
            throw new InternalException(log + " can not be read", e);
        }
    }

    static HeapLog of(String log) {
        long fullest = 0;
        long left = 0;
        Matcher pauses = PAUSE.matcher(log);
        while (pauses.find()) {
            fullest = Math.max(fullest, Long.parseLong(pauses.group(2)) * ByteSize.MIB);
            if (pauses.group(1).equals("Full")) {
                left = Math.max(left, Long.parseLong(pauses.group(3)) * ByteSize.MIB);
            }
        }
        return new HeapLog(fullest, left);
    }

    HeapLog or(HeapLog other) {
        return new HeapLog(Math.max(fullestBytes, other.fullestBytes), Math.max(leftBytes, other.leftBytes));
    }
}
