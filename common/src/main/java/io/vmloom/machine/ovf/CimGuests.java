package io.vmloom.machine.ovf;

import io.vmloom.machine.Architecture;
import io.vmloom.machine.GuestOs;
import io.vmloom.machine.OsFamily;
import io.vmloom.machine.OsVocabulary;
import java.util.Map;
import java.util.Set;

/** Numbers of operating systems as {@code CIM_OperatingSystem.OSType} has them. */
final class CimGuests {
    private static final Set<Integer> WINDOWS = Set.of(
            15, 16, 17, 18, 19, 58, 63, 67, 68, 69, 70, 71, 72, 73, 74, 76, 77, 103, 105, 111, 112, 113, 114, 115, 116);
    private static final Set<Integer> LINUX = Set.of(
            36, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 106, 107,
            108, 109, 110);
    private static final Set<Integer> SOLARIS = Set.of(29, 30, 75);
    private static final Set<Integer> BSD = Set.of(41, 42, 43, 65, 78);
    private static final Set<Integer> MACOS = Set.of(2, 3);
    private static final Set<Integer> WIDE = Set.of(
            70, 71, 74, 77, 78, 80, 83, 85, 88, 90, 92, 94, 96, 98, 100, 101, 102, 103, 105, 107, 109, 112, 113, 114,
            115, 116);

    /** What the number tells of processors; where it tells nothing, most guests are of this kind. */
    private static final Map<OsFamily, Integer> WIDE_NUMBERS = Map.of(
            OsFamily.LINUX, 101,
            OsFamily.WINDOWS, 103,
            OsFamily.BSD, 78,
            OsFamily.SOLARIS, 29,
            OsFamily.MACOS, 2,
            OsFamily.OTHER, 102);

    private static final Map<OsFamily, Integer> NARROW_NUMBERS = Map.of(
            OsFamily.LINUX, 36,
            OsFamily.WINDOWS, 67,
            OsFamily.BSD, 42,
            OsFamily.SOLARIS, 29,
            OsFamily.MACOS, 2,
            OsFamily.OTHER, 1);

    private CimGuests() {}

    static GuestOs read(String id) {
        int number = id.matches("\\d{1,6}") ? Integer.parseInt(id) : 0;
        return number <= 1
                ? GuestOs.UNKNOWN
                : new GuestOs(
                        family(number),
                        WIDE.contains(number) ? Architecture.X86_64 : Architecture.I686,
                        OsVocabulary.CIM,
                        Integer.toString(number));
    }

    /** The number for any guest of its family. */
    static int usual(GuestOs guest) {
        return (guest.architecture() == Architecture.I686 ? NARROW_NUMBERS : WIDE_NUMBERS)
                .getOrDefault(guest.family(), 1);
    }

    private static OsFamily family(int number) {
        if (LINUX.contains(number)) {
            return OsFamily.LINUX;
        }
        if (WINDOWS.contains(number)) {
            return OsFamily.WINDOWS;
        }
        if (BSD.contains(number)) {
            return OsFamily.BSD;
        }
        if (SOLARIS.contains(number)) {
            return OsFamily.SOLARIS;
        }
        return MACOS.contains(number) ? OsFamily.MACOS : OsFamily.OTHER;
    }
}
