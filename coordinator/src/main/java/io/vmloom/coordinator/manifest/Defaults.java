package io.vmloom.coordinator.manifest;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.store.ObjectProperties;
import java.util.Map;
import java.util.Optional;

/**
 * What items need not say themselves.
 *
 * @param options for items of the default format only: options of one format mean nothing to another
 */
record Defaults(
        String sourceFormat,
        Optional<String> targetFormat,
        Map<String, String> options,
        VerifyLevel verify,
        OverwritePolicy overwrite,
        ObjectProperties properties) {
    static final Defaults NONE = new Defaults(
            ConversionRequest.AUTO,
            Optional.empty(),
            Map.of(),
            VerifyLevel.DIGEST,
            OverwritePolicy.KEEP,
            ObjectProperties.NONE);

    static Defaults read(Fields fields) {
        Optional<Fields> source = fields.fields("source");
        Optional<Fields> output = fields.fields("output");
        Defaults defaults = new Defaults(
                source.flatMap(ManifestValues::sourceFormat).orElse(NONE.sourceFormat),
                output.flatMap(ManifestValues::targetFormat),
                output.flatMap(o -> o.texts("options")).orElse(Map.of()),
                ManifestValues.verify(fields).orElse(NONE.verify),
                ManifestValues.overwrite(fields).orElse(NONE.overwrite),
                output.flatMap(o -> o.section("object", ObjectReader::read)).orElse(NONE.properties));
        if (!defaults.options.isEmpty() && defaults.targetFormat.isEmpty()) {
            throw output.orElseThrow()
                    .position("options")
                    .refuse("defaults.output has options but no format; say which format they are for");
        }
        source.ifPresent(Fields::end);
        output.ifPresent(Fields::end);
        return defaults;
    }

    Map<String, String> optionsFor(String format) {
        return targetFormat.filter(format::equals).isPresent() ? options : Map.of();
    }
}
