package io.vmloom.machine.vmx;

import java.util.regex.Pattern;

/** Keys whose values must not appear anywhere. */
final class VmxSecrets {
    private static final Pattern KEYS = Pattern.compile(
            ".*(password|passwd|secret|private.?key|remotedisplay\\.vnc\\.key|^encryption\\.).*|guestinfo\\..*");

    private VmxSecrets() {}

    /** Whether the value under this key, in lower case, may be a secret; settings for the guest's first start often are. */
    static boolean holds(String name) {
        return KEYS.matcher(name).matches();
    }
}
