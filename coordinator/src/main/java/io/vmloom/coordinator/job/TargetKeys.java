package io.vmloom.coordinator.job;

import io.vmloom.error.RequestException;
import io.vmloom.table.TargetDesign;

/** Whether a target has a key if it needs one, and only then. */
public final class TargetKeys {
    private TargetKeys() {}

    /** Throws {@link RequestException}: nobody is to take a plain target for an encrypted one. */
    public static void require(String target, TargetDesign design, boolean given) {
        boolean needed = design.cipher().isPresent();
        if (needed && !given) {
            throw new RequestException(target + ": it is to be encrypted, and no key was given; say where the key is:"
                    + " --target-key file:PATH or --target-key env:NAME, output.key in a manifest");
        }
        if (given && !needed) {
            throw new RequestException(
                    target + ": a key was given, but nothing would be encrypted; write luks, or qcow2 with"
                            + " encrypt.format=luks, or leave the key (--target-key, output.key) out");
        }
    }
}
