package io.vmloom.loadtest.micro;

import static java.util.Objects.requireNonNull;

import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An earlier report, as far as later ones are judged by it. */
record Baseline(Map<String, Usual> loops) {
    static final String LOOP = "loop";
    static final String RATIO = "ratio";
    static final String FACTOR = "factor";

    /** Far beyond what a busy machine does to a ratio, and less than a lost optimization costs. */
    static final double USUAL_FACTOR = 3;

    /**
     * @param ratio to the yardstick
     * @param factor how many times as large it may become
     */
    record Usual(double ratio, double factor) {
        double allowed() {
            return ratio * factor;
        }
    }

    Baseline {
        loops = Map.copyOf(loops);
    }

    static Baseline read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException | JacksonException e) {
            throw new RequestException(file + " is no baseline: " + e.getMessage());
        }
    }

    static Baseline parse(String json) {
        Map<String, Usual> loops = new LinkedHashMap<>();
        for (JsonNode loop : JsonMapper.builder().build().readTree(json).required("loops")) {
            loops.put(
                    loop.required(LOOP).asString(),
                    new Usual(
                            loop.required(RATIO).asDouble(),
                            loop.required(FACTOR).asDouble()));
        }
        return new Baseline(loops);
    }

    /** Loops that became slower than they may. */
    List<Loop> tooSlow(MicroReport report) {
        return report.loops().stream()
                .filter(loop -> {
                    Usual usual = loops.get(loop.name());
                    return usual != null && report.ratio(loop) > usual.allowed();
                })
                .toList();
    }

    /** A line for each of these. */
    List<String> regressions(MicroReport report) {
        return tooSlow(report).stream()
                .map(loop -> regression(loop, report.ratio(loop), requireNonNull(loops.get(loop.name()))))
                .toList();
    }

    /**
     * A line for each loop that only one of both knows.
     *
     * @param only which loops of the baseline were to be measured
     */
    List<String> differences(MicroReport report, Pattern only) {
        Set<String> measured = report.loops().stream().map(Loop::name).collect(Collectors.toSet());
        Stream<String> added = measured.stream()
                .filter(name -> !loops.containsKey(name))
                .map(name -> name + " is not in the baseline; renew it");
        Stream<String> gone = loops.keySet().stream()
                .filter(name -> only.matcher(name).find() && !measured.contains(name))
                .map(name -> name + " is in the baseline but was not measured; renew it if the loop is gone");
        return Stream.concat(added, gone).sorted().toList();
    }

    private static String regression(Loop loop, double ratio, Usual usual) {
        return String.format(
                Locale.ROOT,
                "%s takes %.3f times as long as %s, expected %.3f and at most %.3f (%.1f times that); now %s",
                loop.name(),
                ratio,
                loop.by().label(),
                usual.ratio(),
                usual.allowed(),
                usual.factor(),
                loop.speed());
    }
}
