package io.vmloom.loadtest.bench;

import io.vmloom.loadtest.launch.Launcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * vmloom as its users run it: a process of its own, whose start is measured too.
 *
 * @param command what comes before {@code convert}
 */
record VmloomProgram(List<String> command, int workers) {
    VmloomProgram {
        command = List.copyOf(command);
    }

    static VmloomProgram find(Map<String, String> environment, int workers) {
        return new VmloomProgram(Launcher.command(environment), workers);
    }

    /** Makes the case's target of its source, wherever they are. */
    void convert(BenchCase each, String source, String target, Map<String, String> environment) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("convert", "-q", "--to", each.targetFormat()));
        if (workers > 0) {
            line.addAll(List.of("--workers", Integer.toString(workers)));
        }
        if (each.way() == BenchCase.Way.FILE) {
            line.add("--no-sync");
        }
        line.addAll(each.vmloomArguments());
        line.addAll(List.of(source, target));
        Child.run(line, environment);
    }
}
