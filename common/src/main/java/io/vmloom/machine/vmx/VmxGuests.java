package io.vmloom.machine.vmx;

import io.vmloom.machine.Architecture;
import io.vmloom.machine.GuestOs;
import io.vmloom.machine.OsFamily;
import io.vmloom.machine.OsVocabulary;
import java.util.Locale;
import java.util.regex.Pattern;

/** VMware's words for guests: {@code rhel6-64}, {@code windows9srv-64}, {@code arm-debian12-64}. */
final class VmxGuests {
    private static final Pattern WINDOWS = Pattern.compile("win.*|longhorn.*");
    private static final Pattern LINUX = Pattern.compile(
            ".*(linux|rhel|centos|ubuntu|debian|sles|suse|fedora|oracle|mandr|redhat|photon|asianux|turbo|nld9|oes|coreos|crxpod|rocky|alma|vmware-photon|flatcar|amazon|sjds).*");

    private VmxGuests() {}

    static GuestOs read(String id) {
        String word = id.toLowerCase(Locale.ROOT);
        OsFamily family;
        if (word.startsWith("darwin")) {
            family = OsFamily.MACOS;
        } else if (word.contains("freebsd")) {
            family = OsFamily.BSD;
        } else if (WINDOWS.matcher(word).matches()) {
            family = OsFamily.WINDOWS;
        } else if (word.startsWith("solaris")) {
            family = OsFamily.SOLARIS;
        } else {
            family = LINUX.matcher(word).matches() ? OsFamily.LINUX : OsFamily.OTHER;
        }
        return new GuestOs(family, architecture(word), OsVocabulary.VMWARE, id);
    }

    private static Architecture architecture(String word) {
        if (word.startsWith("arm-")) {
            return Architecture.AARCH64;
        }
        return word.endsWith("64") ? Architecture.X86_64 : Architecture.I686;
    }

    /** The word for any guest of its family, where VMware has no better one. */
    static String usual(OsFamily family, Architecture architecture) {
        String arm = architecture == Architecture.AARCH64 ? "arm-" : "";
        String bits = architecture == Architecture.I686 ? "" : "-64";
        return switch (family) {
            case LINUX -> arm + "other5xlinux" + bits;
            case WINDOWS -> arm.isEmpty() ? "windows9" + bits : "arm-windows11-64";
            case BSD -> arm + (arm.isEmpty() ? "freebsd12" : "freebsd13") + bits;
            case SOLARIS -> "solaris11-64";
            case MACOS -> "darwin20-64";
            case OTHER -> arm + "other" + bits;
        };
    }
}
