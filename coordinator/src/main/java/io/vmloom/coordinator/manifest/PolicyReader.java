package io.vmloom.coordinator.manifest;

import io.vmloom.error.RequestException;
import io.vmloom.format.Formats;
import io.vmloom.format.ImagePolicy;
import io.vmloom.unit.ByteSize;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a manifest's images may ask for; what it does not say stays as it is by default. */
final class PolicyReader {
    private PolicyReader() {}

    static ImagePolicy read(Fields fields) {
        ImagePolicy usual = ImagePolicy.DEFAULT;
        ImagePolicy policy = new ImagePolicy(
                fields.value("allowedFormats", PolicyReader::formats).orElse(usual.allowedFormats()),
                fields.value("maxVirtualSize", text -> number(text, ByteSize::parse))
                        .orElse(usual.maxVirtualBytes()),
                fields.value("maxExpansionRatio", text -> number(text, Long::valueOf))
                        .orElse(usual.maxExpansionRatio()),
                fields.value("maxChainDepth", text -> (int) number(text, depth -> (long) Integer.parseInt(depth)))
                        .orElse(usual.maxChainDepth()));
        fields.end();
        return policy;
    }

    private static Set<String> formats(String text) {
        return Stream.of(text.split(",", -1))
                .map(name -> Formats.named(name.strip()).name())
                .collect(Collectors.toSet());
    }

    private static long number(String text, Function<String, Long> meaning) {
        try {
            long number = meaning.apply(text);
            if (number < 1) {
                throw new RequestException("must be at least 1, got: " + text);
            }
            return number;
        } catch (IllegalArgumentException e) {
            throw new RequestException("must be a number, got: '" + text + "'");
        }
    }
}
