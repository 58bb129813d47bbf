package io.vmloom.machine.vbox;

import io.vmloom.machine.Architecture;
import io.vmloom.machine.GuestOs;
import io.vmloom.machine.OsFamily;
import io.vmloom.machine.OsVocabulary;
import java.util.Locale;
import java.util.regex.Pattern;

/** VirtualBox's words for guests: {@code Ubuntu_64}, {@code Windows11_64}, {@code Debian12_arm64}. */
final class VboxGuests {
    private static final Pattern LINUX = Pattern.compile(
            ".*(linux|ubuntu|debian|fedora|redhat|oracle|suse|gentoo|mandr|turbo|xandros|arch|lubuntu|xubuntu).*");

    private VboxGuests() {}

    static GuestOs read(String id) {
        if (id.isBlank()) {
            return GuestOs.UNKNOWN;
        }
        String word = id.toLowerCase(Locale.ROOT);
        return new GuestOs(family(word), architecture(word), OsVocabulary.VIRTUALBOX, id);
    }

    private static OsFamily family(String word) {
        if (word.startsWith("win")) {
            return OsFamily.WINDOWS;
        }
        if (word.startsWith("macos")) {
            return OsFamily.MACOS;
        }
        if (word.contains("bsd")) {
            return OsFamily.BSD;
        }
        if (word.contains("solaris")) {
            return OsFamily.SOLARIS;
        }
        return LINUX.matcher(word).matches() ? OsFamily.LINUX : OsFamily.OTHER;
    }

    private static Architecture architecture(String word) {
        if (word.endsWith("_arm64")) {
            return Architecture.AARCH64;
        }
        return word.endsWith("_64") ? Architecture.X86_64 : Architecture.I686;
    }
}
