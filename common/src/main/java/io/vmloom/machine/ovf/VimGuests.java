package io.vmloom.machine.ovf;

import io.vmloom.machine.Architecture;
import io.vmloom.machine.OsFamily;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * VMware's words for guests as they stand in OVF, {@code rhel6_64Guest}, and as they stand in VMX files, {@code rhel6-64}.
 * From the first to the second there is a rule; the way back needs the list, for what is written in capitals.
 */
final class VimGuests {
    private static final String SUFFIX = "Guest";
    private static final Pattern BITS = Pattern.compile("_?64$");
    private static final Pattern LINUX = Pattern.compile(
            ".*(linux|rhel|centos|ubuntu|debian|sles|suse|fedora|redhat|photon|asianux|nld9|oes|coreos|mandr|sjds).*");

    /** Names of VirtualMachineGuestOsIdentifier that the rule can not be turned around for. */
    private static final Map<String, String> BY_WORD = Arrays.stream("""
                    dosGuest win31Guest win95Guest win98Guest winMeGuest winNTGuest win2000ProGuest win2000ServGuest
                    win2000AdvServGuest winXPHomeGuest winXPProGuest winXPPro64Guest winNetWebGuest winNetStandardGuest
                    winNetEnterpriseGuest winNetDatacenterGuest winNetBusinessGuest winNetStandard64Guest
                    winNetEnterprise64Guest winNetDatacenter64Guest winLonghornGuest winLonghorn64Guest winVistaGuest
                    winVista64Guest windows7Guest windows7_64Guest windows7Server64Guest windows8Guest windows8_64Guest
                    windows8Server64Guest windows9Guest windows9_64Guest windows9Server64Guest windowsHyperVGuest
                    windows11_64Guest windows12_64Guest freebsdGuest freebsd64Guest redhatGuest rhel2Guest rhel3Guest
                    rhel3_64Guest rhel4Guest rhel4_64Guest rhel5Guest rhel5_64Guest rhel6Guest rhel6_64Guest rhel7Guest
                    rhel7_64Guest rhel8_64Guest rhel9_64Guest centosGuest centos64Guest centos6Guest centos6_64Guest
                    centos7Guest centos7_64Guest centos8_64Guest centos9_64Guest oracleLinuxGuest oracleLinux64Guest
                    oracleLinux6Guest oracleLinux6_64Guest oracleLinux7Guest oracleLinux7_64Guest oracleLinux8_64Guest
                    oracleLinux9_64Guest suseGuest suse64Guest slesGuest sles64Guest sles10Guest sles10_64Guest
                    sles11Guest sles11_64Guest sles12Guest sles12_64Guest sles15_64Guest sles16_64Guest nld9Guest
                    oesGuest sjdsGuest mandrakeGuest mandrivaGuest mandriva64Guest turboLinuxGuest turboLinux64Guest
                    ubuntuGuest ubuntu64Guest debian4Guest debian4_64Guest debian5Guest debian5_64Guest debian6Guest
                    debian6_64Guest debian7Guest debian7_64Guest debian8Guest debian8_64Guest debian9Guest
                    debian9_64Guest debian10Guest debian10_64Guest debian11Guest debian11_64Guest debian12Guest
                    debian12_64Guest asianux3Guest asianux3_64Guest asianux4Guest asianux4_64Guest asianux5_64Guest
                    asianux7_64Guest asianux8_64Guest opensuseGuest opensuse64Guest fedoraGuest fedora64Guest
                    coreos64Guest vmwarePhoton64Guest amazonlinux2_64Guest amazonlinux3_64Guest rockylinux_64Guest
                    almalinux_64Guest other24xLinuxGuest other24xLinux64Guest other26xLinuxGuest other26xLinux64Guest
                    other3xLinuxGuest other3xLinux64Guest other4xLinuxGuest other4xLinux64Guest other5xLinuxGuest
                    other5xLinux64Guest other6xLinuxGuest other6xLinux64Guest otherLinuxGuest otherLinux64Guest
                    genericLinuxGuest netware4Guest netware5Guest netware6Guest openServer5Guest openServer6Guest
                    unixWare7Guest os2Guest eComStationGuest solaris6Guest solaris7Guest solaris8Guest solaris9Guest
                    solaris10Guest solaris10_64Guest solaris11_64Guest darwinGuest darwin64Guest vmkernelGuest
                    vmkernel5Guest vmkernel6Guest vmkernel65Guest vmkernel7Guest otherGuest otherGuest64
                    """.split("\\s+"))
            .filter(id -> !id.isEmpty())
            .collect(Collectors.toMap(VimGuests::word, Function.identity(), (first, second) -> first));

    private VimGuests() {}

    /** The word of VMX files. */
    static String word(String id) {
        String plain = id.equals("otherGuest64") ? "other64" : id.replaceFirst(SUFFIX + "$", "");
        return BITS.matcher(plain)
                .replaceFirst("-64")
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^(windows\\d+)server", "$1srv")
                .replaceFirst("^(windows\\d+srv)_", "$1")
                .replaceFirst("^winlonghorn", "longhorn");
    }

    /** The word of OVF. */
    static String id(String word) {
        String known = BY_WORD.get(word.toLowerCase(Locale.ROOT));
        return known != null ? known : word.replaceFirst("-64$", "_64") + SUFFIX;
    }

    static OsFamily family(String word) {
        if (word.startsWith("win") || word.startsWith("longhorn")) {
            return OsFamily.WINDOWS;
        }
        if (word.startsWith("darwin")) {
            return OsFamily.MACOS;
        }
        if (word.contains("freebsd")) {
            return OsFamily.BSD;
        }
        if (word.startsWith("solaris")) {
            return OsFamily.SOLARIS;
        }
        return LINUX.matcher(word).matches() ? OsFamily.LINUX : OsFamily.OTHER;
    }

    static Architecture architecture(String word) {
        if (word.startsWith("arm-")) {
            return Architecture.AARCH64;
        }
        return word.endsWith("64") ? Architecture.X86_64 : Architecture.I686;
    }
}
