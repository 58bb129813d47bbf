package io.vmloom.coordinator.access;

import io.vmloom.coordinator.manifest.Manifest;
import io.vmloom.coordinator.manifest.ManifestItem;
import io.vmloom.tenant.Allowance;

/** Whether a manifest names only what its tenant may touch. What turns up later is refused by the stores. */
public final class Admission {
    private Admission() {}

    /** Throws {@code ACCESS_DENIED} for the first place or key that it may not. */
    public static void require(Manifest manifest, Allowance allowance) {
        manifest.terms().report().ifPresent(report -> allowance.requireWritable(report.prefix()));
        manifest.terms().webhooks().forEach(hook -> hook.secret().ifPresent(allowance::requireKey));
        for (ManifestItem item : manifest.items()) {
            item.reads().forEach(allowance::requireReadable);
            allowance.requireWritable(item.target());
            item.trust().key().ifPresent(allowance::requireKey);
            item.trust().otherKeys().values().forEach(allowance::requireKey);
            item.targetKey().ifPresent(allowance::requireKey);
        }
    }
}
