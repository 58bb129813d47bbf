package io.vmloom.coordinator.manifest;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.error.RequestException;
import io.vmloom.format.Formats;
import java.util.Optional;

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

    /** The name of a format that can be written. */
    static Optional<String> targetFormat(Fields output) {
        return output.value("format", text -> Formats.writable(text).name());
    }

    static Optional<VerifyLevel> verify(Fields fields) {
        return fields.value("verify", VerifyLevel::parse);
    }

    static Optional<OverwritePolicy> overwrite(Fields fields) {
        return fields.value("overwrite", text -> switch (text) {
            case "true" -> OverwritePolicy.REPLACE;
            case "false" -> OverwritePolicy.KEEP;
            default -> throw new RequestException("must be true or false, got: '" + text + "'");
        });
    }
}
