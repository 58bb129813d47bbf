package io.vmloom.coordinator.manifest;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.coordinator.terms.Numbers;
import io.vmloom.error.RequestException;
import io.vmloom.extent.OnDamage;
import io.vmloom.format.Formats;
import io.vmloom.unit.ByteSize;
import java.util.Optional;
import java.util.OptionalLong;

/** Values that stand in the defaults as well as in items. */
final class ManifestValues {
    private ManifestValues() {}

    /** A format's name, or {@code auto}. */
    static Optional<String> sourceFormat(Fields source) {
        return source.value(
                "format",
                text -> text.equals(ConversionRequest.AUTO)
                        ? text
                        : Formats.named(text).name());
    }

    /** How much may come out of a compressed source: a size, or true for the usual one. */
    static OptionalLong unpack(Fields source) {
        return source.value("unpack", text -> switch (text) {
                    case "true" -> OptionalLong.of(Trust.USUAL_UNPACKED_BYTES);
                    case "false" -> OptionalLong.empty();
                    default -> OptionalLong.of(size(text));
                })
                .orElse(OptionalLong.empty());
    }

    /** Whether zeros stand in for what a damaged source does not give. */
    static OnDamage salvage(Fields source) {
        return source.value("salvage", Numbers::flag).orElse(false) ? OnDamage.ZEROS : OnDamage.REFUSE;
    }

    private static long size(String text) {
        try {
            return ByteSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RequestException("must be true, false or a size, got: '" + text + "'");
        }
    }

    /** The name of a format that can be written. */
    static Optional<String> targetFormat(Fields output) {
        return output.decisive("format", text -> Formats.writable(text).name());
    }

    static Optional<VerifyLevel> verify(Fields fields) {
        return fields.value("verify", VerifyLevel::parse);
    }

    static Optional<OverwritePolicy> overwrite(Fields fields) {
        return fields.value("overwrite", text -> switch (text) {
            case "true" -> OverwritePolicy.REPLACE;
            case "false" -> OverwritePolicy.KEEP;
            case "in-place" -> OverwritePolicy.IN_PLACE;
            case "in-place-zeroed" -> OverwritePolicy.IN_PLACE_ZEROED;
            default ->
                throw new RequestException("must be true, false, in-place or in-place-zeroed, got: '" + text + "'");
        });
    }
}
