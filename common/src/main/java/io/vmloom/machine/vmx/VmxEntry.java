package io.vmloom.machine.vmx;

import io.vmloom.machine.Setting;
import java.util.Locale;

/** A line of the dictionary; {@code key} as it stands there. */
record VmxEntry(String key, String value, int line) {
    /** By which it is found: upper and lower case mean the same. */
    String name() {
        return key.toLowerCase(Locale.ROOT);
    }

    Setting setting() {
        return new Setting(key, line, value);
    }

    Setting withoutValue() {
        return new Setting(key, line, "");
    }
}
