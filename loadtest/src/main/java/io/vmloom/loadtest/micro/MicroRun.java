package io.vmloom.loadtest.micro;

import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Has JMH run the chosen loops and their yardsticks. */
record MicroRun(Pattern only, Effort effort) {
    /**
     * A loop waits for its compilation. Else the compiler, which has no more right to a busy processor than others, may still
     * be at work when the time to warm up is over.
     */
    private static final String COMPILE_AT_ONCE = "-Xbatch";

    List<Loop> run() {
        ChainedOptionsBuilder options = new OptionsBuilder();
        included().forEach(options::include);
        options.mode(effort.mode())
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(effort.forks())
                .jvmArgsAppend(COMPILE_AT_ONCE)
                .warmupIterations(effort.mode() == Mode.SampleTime ? 1 : 0)
                .warmupTime(time(effort.warmup()))
                .measurementIterations(1)
                .measurementTime(time(effort.measured()))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        try {
            return new Runner(options.build()).run().stream().map(Loop::of).toList();
        } catch (RunnerException e) {
            throw new InternalException("measuring failed: " + e.getMessage(), e);
        }
    }

    /** The chosen loops, and the yardsticks that they need. */
    private List<String> included() {
        OutputFormat silent = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);
        Set<BenchmarkListEntry> chosen = BenchmarkList.defaultList().find(silent, List.of(only.pattern()), List.of());
        if (chosen.isEmpty()) {
            throw new RequestException("there is no loop like '" + only + "'");
        }
        Stream<String> yardsticks = chosen.stream()
                .map(loop -> Loop.measured(loop.getUsername()).by())
                .distinct()
                .map(yardstick -> "\\." + yardstick.loop() + "$");
        return Stream.concat(Stream.of(only.pattern()), yardsticks).toList();
    }

    private static TimeValue time(Duration duration) {
        return TimeValue.milliseconds(duration.toMillis());
    }
}
