package io.vmloom.loadtest.scale;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.error.RequestException;
import io.vmloom.loadtest.launch.Launcher;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmloom loadtest scale}: very many tasks without data. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description =
                "Has coordinators carry very many tasks through a real broker, with sources, a store and workers that are"
                        + " made up, kills one of them on the way, and tells rates, memory and CPU.",
        footer = {"", "Exit code 0 when every item succeeded; 1 otherwise."})
public final class ScaleCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--batches", paramLabel = "N", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}")
    private int batches = 10;

    @Option(
            names = "--items",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Of each batch. Default: ${DEFAULT-VALUE}")
    private int items = 1000;

    @Option(
            names = "--ranges",
            paramLabel = "N",
            defaultValue = "100",
            description = "Of each item. Default: ${DEFAULT-VALUE}")
    private int ranges = 100;

    @Option(names = "--coordinators", paramLabel = "N", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}")
    private int coordinators = 2;

    @Option(
            names = "--slots",
            paramLabel = "N",
            defaultValue = "0",
            description = "That take one task at a time, as real workers' do; 0 for one taker that takes many at once."
                    + " Default: ${DEFAULT-VALUE}")
    private int slots;

    @Option(
            names = "--at-once",
            paramLabel = "N",
            defaultValue = "256",
            description =
                    "Without --slots: tasks that the taker of each queue takes at once. Default: ${DEFAULT-VALUE}")
    private int atOnce = 256;

    @Option(
            names = "--queues",
            paramLabel = "N",
            defaultValue = "1",
            description = "That tasks are spread over. Default: ${DEFAULT-VALUE}")
    private int queues = 1;

    @Option(
            names = "--task-millis",
            paramLabel = "N",
            defaultValue = "0",
            description = "For how long each task keeps its slot. Default: ${DEFAULT-VALUE}")
    private int taskMillis;

    @Option(
            names = "--items-at-once",
            paramLabel = "N",
            defaultValue = "32",
            description = "Of each coordinator. Default: ${DEFAULT-VALUE}")
    private int itemsAtOnce = 32;

    @Option(
            names = "--credit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Tasks that each coordinator gives out at once. Default: ${DEFAULT-VALUE}")
    private int credit = 1000;

    @Option(
            names = "--output",
            paramLabel = "YAML",
            defaultValue = "format: qcow2",
            description = "Of each item. Default: ${DEFAULT-VALUE}")
    private String output = "format: qcow2";

    @Option(
            names = "--bursts",
            paramLabel = "N",
            defaultValue = "10",
            description = "How often answers are held until no task is given out any more, and then published at once."
                    + " Default: ${DEFAULT-VALUE}")
    private int bursts = 10;

    @Option(
            names = "--bursts-after",
            paramLabel = "PERCENT",
            defaultValue = "30",
            description = "Of all tasks, when that is done; 100 for never. Default: ${DEFAULT-VALUE}")
    private int burstsAfter = 30;

    @Option(
            names = "--kill-after",
            paramLabel = "PERCENT",
            defaultValue = "60",
            description = "Of all tasks, when the first coordinator is killed and started again; 100 for never."
                    + " Default: ${DEFAULT-VALUE}")
    private int killAfter = 60;

    @Option(
            names = "--java-options",
            paramLabel = "OPTIONS",
            defaultValue = "-Xmx1g",
            description = "Of each coordinator. Default: ${DEFAULT-VALUE}")
    private String javaOptions = "-Xmx1g";

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "target/scale",
            description =
                    "Must not exist; holds the broker's data and what every process said. Default: ${DEFAULT-VALUE}")
    private Path directory = Path.of("target/scale");

    @Override
    public Integer call() throws IOException {
        if (Files.exists(directory)) {
            throw new RequestException(directory + " exists; remove it, or give another --dir");
        }
        ScalePlan plan = new ScalePlan(
                batches,
                items,
                ranges,
                coordinators,
                new WorkforcePlan(slots, atOnce, queues, Duration.ofMillis(taskMillis)),
                itemsAtOnce,
                slots > 0 ? 0 : credit,
                output,
                javaOptions);
        Files.createDirectories(directory);
        try (ScaleCluster cluster = new ScaleCluster(Launcher.command(System.getenv()), directory, plan)) {
            ScaleRun run = new ScaleRun(cluster, plan, this::say);
            run.submit();
            run.finish(incidents(plan.tasks()));
            return (run.report() ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }

    private List<ScaleRun.Incident> incidents(long tasks) {
        List<ScaleRun.Incident> incidents = new ArrayList<>();
        if (burstsAfter < 100) {
            incidents.add(new ScaleRun.Incident(tasks * burstsAfter / 100, run -> run.burst(bursts)));
        }
        if (killAfter < 100) {
            incidents.add(new ScaleRun.Incident(tasks * killAfter / 100, ScaleRun::replaceFirst));
        }
        incidents.sort(Comparator.comparingLong(ScaleRun.Incident::afterTasks));
        return incidents;
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
