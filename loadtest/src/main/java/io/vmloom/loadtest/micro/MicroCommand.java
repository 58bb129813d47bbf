package io.vmloom.loadtest.micro;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.codec.Codecs;
import io.vmloom.error.RequestException;
import io.vmloom.loadtest.bench.MachineFacts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.util.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmloom loadtest micro}. */
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        description =
                "Measures each hot loop by itself, and how many times as long as a comparable loop of the JDK it takes.",
        footer = {"", "Exit code 1 when --check finds a loop that became much slower."})
public final class MicroCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            defaultValue = "",
            description = "Only loops whose Class.method has a match. Default: all")
    private Pattern only = Pattern.compile("");

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "4",
            description = "Of each loop, after as many to warm up, half of it in each of two processes."
                    + " Default: ${DEFAULT-VALUE}")
    private int seconds = 4;

    @Option(names = "--quick", description = "Less than a second of each loop, in one process")
    private boolean quick;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers there; a baseline for --check")
    private Optional<Path> json = Optional.empty();

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write the table there too")
    private Optional<Path> markdown = Optional.empty();

    @Option(names = "--check", paramLabel = "FILE", description = "Compare the ratios with those that --json wrote")
    private Optional<Path> check = Optional.empty();

    @Override
    public Integer call() {
        if (seconds < 1) {
            throw new RequestException("--seconds must be at least 1, got: " + seconds);
        }
        Optional<Baseline> baseline = check.map(Baseline::read);
        PrintWriter out = spec.commandLine().getOut();
        MicroReport report = measure(only, quick ? Effort.QUICK : Effort.thorough(seconds));
        report.table().forEach(out::println);
        json.ifPresent(file -> write(file, List.of(report.text())));
        markdown.ifPresent(file -> write(file, report.markdown()));
        List<String> complaints =
                baseline.map(earlier -> complaints(earlier, report, out)).orElse(List.of());
        complaints.forEach(out::println);
        out.flush();
        return (complaints.isEmpty() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    /** What seems too slow is measured once more, since it may have been something else that was slow. */
    private List<String> complaints(Baseline baseline, MicroReport report, PrintWriter out) {
        List<String> complaints = new ArrayList<>(baseline.differences(report, only));
        String suspects = baseline.tooSlow(report).stream().map(Loop::name).collect(Collectors.joining("|"));
        if (!suspects.isEmpty()) {
            out.println("Measured again, longer: " + suspects.replace("|", ", "));
            out.flush();
            MicroReport again = measure(Pattern.compile("\\.(" + suspects + ")$"), Effort.AGAIN);
            complaints.addAll(baseline.regressions(again));
        }
        return complaints;
    }

    private static MicroReport measure(Pattern only, Effort effort) {
        return new MicroReport(MachineFacts.collect(), versions(), effort, new MicroRun(only, effort).run());
    }

    private static String versions() {
        return "JMH " + Version.getPlainVersion() + ", "
                + Codecs.fingerprint(SampleTarget.QCOW2_ZLIB.compression()) + ", "
                + Codecs.fingerprint(SampleTarget.VMDK.compression()) + ", "
                + Codecs.fingerprint(SampleTarget.QCOW2_ZSTD.compression());
    }

    private static void write(Path file, List<String> lines) {
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new RequestException(file + " can not be written: " + e.getMessage());
        }
    }
}
