package io.vmloom.archive;

import java.util.Locale;

/** The names of the pieces that OVF cuts large files into: {@code disk.vmdk.000000000}, {@code disk.vmdk.000000001}, … */
public final class ChunkNames {
    private static final int DIGITS = 9;

    private ChunkNames() {}

    /** @param number from 0 on */
    public static String of(String file, int number) {
        return String.format(Locale.ROOT, "%s.%09d", file, number);
    }

    static boolean isOf(String file, String name) {
        return name.length() == file.length() + 1 + DIGITS
                && name.startsWith(file + ".")
                && name.substring(file.length() + 1).chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
