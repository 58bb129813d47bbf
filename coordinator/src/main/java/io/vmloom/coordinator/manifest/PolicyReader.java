package io.vmloom.coordinator.manifest;

import io.vmloom.cipher.luks.KdfLimits;
import io.vmloom.coordinator.job.PolicyText;
import io.vmloom.format.ImagePolicy;

/** What a manifest's images may ask for; what it does not say stays as it is by default. */
final class PolicyReader {
    private PolicyReader() {}

    static ImagePolicy read(Fields fields) {
        ImagePolicy usual = ImagePolicy.DEFAULT;
        return new ImagePolicy(
                fields.value("allowedFormats", PolicyText::formats).orElse(usual.allowedFormats()),
                fields.value("maxVirtualSize", PolicyText::size).orElse(usual.maxVirtualBytes()),
                fields.value("maxExpansionRatio", PolicyText::count).orElse(usual.maxExpansionRatio()),
                fields.value("maxChainDepth", PolicyText::depth).orElse(usual.maxChainDepth()),
                new KdfLimits(
                        fields.value("maxKeyMemory", PolicyText::size)
                                .orElse(usual.keyDerivation().memoryBytes()),
                        fields.value("maxKeyRounds", PolicyText::count)
                                .orElse(usual.keyDerivation().pbkdf2Rounds()),
                        fields.value("maxKeyWork", PolicyText::size)
                                .orElse(usual.keyDerivation().argon2Bytes())));
    }
}
