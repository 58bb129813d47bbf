package io.vmloom.cli.report;

import io.vmloom.extent.Loss;
import io.vmloom.extent.Losses;
import io.vmloom.unit.ByteSize;
import java.util.List;
import java.util.stream.Stream;

/** What a damaged image did not give, for people. */
public final class LossText {
    private LossText() {}

    /** How much it is, and then a line for each of the ranges that are known; nothing when there are none. */
    public static List<String> lines(Losses losses) {
        if (losses.isEmpty()) {
            return List.of();
        }
        long more = losses.ranges() - losses.first().size();
        return Stream.of(
                        Stream.of(summary(losses.ranges(), losses.lostBytes())),
                        losses.first().stream().map(LossText::line),
                        more > 0 ? Stream.of("… and " + more + " ranges more") : Stream.<String>empty())
                .flatMap(lines -> lines)
                .toList();
    }

    /** How much was lost, in one line. */
    public static String summary(long ranges, long lostBytes) {
        return "lost " + ByteSize.format(lostBytes) + " in " + ranges + (ranges == 1 ? " range" : " ranges")
                + ", zeros in the target";
    }

    private static String line(Loss loss) {
        return "lost guest 0x" + Long.toHexString(loss.start().bytes()) + "–0x"
                + Long.toHexString(loss.end().bytes()) + ": " + loss.damage();
    }
}
