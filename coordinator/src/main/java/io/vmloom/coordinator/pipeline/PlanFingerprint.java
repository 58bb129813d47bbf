package io.vmloom.coordinator.pipeline;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.store.Location;
import io.vmloom.store.Stores;
import java.util.TreeMap;

/** Tells whether fragments and parts that were made under one plan fit another. */
final class PlanFingerprint {
    private PlanFingerprint() {}

    static String of(ConversionRequest request, ConversionPlan plan, Stores stores, KeyWrap keys) {
        TextHash hash = new TextHash(Recipe.of(request, plan.source().origins()));
        hash.line(plan.design().encoder().toString());
        hash.line(plan.codecFingerprint());
        for (FilePlan file : plan.files()) {
            hash.line(file.frontBoundBytes() + " " + plan.fragmentBytesBound() + " " + file.emptyRanges());
        }
        new TreeMap<>(plan.source().image().ciphers())
                .forEach((member, cipher) -> hash.line(member + " " + keys.fingerprint(cipher)));
        plan.design()
                .cipher()
                .ifPresent(cipher ->
                        hash.line("target " + keys.fingerprint(cipher.cipher().get())));
        if (request.target() instanceof Location.InBucket target) {
            hash.line(stores.objects(target).capabilities().toString());
        }
        for (long start : plan.starts()) {
            hash.line(Long.toHexString(start));
        }
        return hash.hex();
    }
}
