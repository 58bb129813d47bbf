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

    /** Makes a target of a source, wherever they are; answers the most memory that it held, in bytes. */
    long convert(Trial.Conversion conversion, String source, String target, Map<String, String> environment) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("convert", "-q", "--to", conversion.targetFormat()));
        if (workers > 0) {
            line.addAll(List.of("--workers", Integer.toString(workers)));
        }
        if (conversion.way() == Trial.Way.FILE) {
            line.add("--no-sync");
        }
        line.addAll(conversion.vmloomArguments());
        line.addAll(List.of(source, target));
        return Child.run(line, environment).peakBytes();
    }
}
