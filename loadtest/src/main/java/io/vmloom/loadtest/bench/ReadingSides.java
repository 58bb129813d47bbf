package io.vmloom.loadtest.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Both programs read a file and print what they found. */
record ReadingSides(Workbench bench, VmloomProgram vmloom, Trial.Reading reading) implements Sides {
    /** The launcher's. */
    private static final String JAVA_OPTIONS = "VMLOOM_JAVA_OPTS";

    @Override
    public Sample ours() {
        List<String> command = new ArrayList<>(vmloom.command());
        command.addAll(reading.vmloomArguments());
        return measured(command, Map.of(JAVA_OPTIONS, reading.javaOptions()));
    }

    @Override
    public Sample theirs() {
        return measured(reading.peerCommand(), Map.of());
    }

    private Sample measured(List<String> command, Map<String, String> environment) {
        List<String> line = new ArrayList<>(command);
        line.add(bench.input(reading.input()).toString());
        Stopwatch watch = Stopwatch.start();
        long peakBytes = Child.run(line, environment).peakBytes();
        return watch.stop(peakBytes, 0);
    }
}
