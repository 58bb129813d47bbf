package io.vmloom.coordinator.job;

import io.vmloom.error.RequestException;
import io.vmloom.format.Formats;
import io.vmloom.unit.ByteSize;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The caps of an {@link io.vmloom.format.ImagePolicy} as people write them; {@link RequestException} for what is none. */
public final class PolicyText {
    private PolicyText() {}

    /** Names or aliases of formats, separated by commas. */
    public static Set<String> formats(String text) {
        return Stream.of(text.split(",", -1))
                .map(name -> Formats.named(name.strip()).name())
                .collect(Collectors.toSet());
    }

    /** Bytes, with an optional suffix. */
    public static long size(String text) {
        return atLeastOne(text, ByteSize::parse);
    }

    public static long count(String text) {
        return atLeastOne(text, Long::valueOf);
    }

    public static int depth(String text) {
        return (int) atLeastOne(text, depth -> (long) Integer.parseInt(depth));
    }

    private static long atLeastOne(String text, Function<String, Long> meaning) {
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
