package io.vmloom.loadtest.chaos;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.loadtest.bench.UsedDisk;
import io.vmloom.loadtest.launch.Launcher;
import io.vmloom.loadtest.launch.Member;
import io.vmloom.unit.ByteSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code vmloom loadtest chaos}: kills and stalls processes of a cluster while it converts. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description =
                "Kills and stalls the processes of a cluster while it converts, servers included, spoils requests to the store,"
                        + " sends messages again, and compares guest digests and the targets' bytes with those of an"
                        + " undisturbed run.",
        footer = {
            "",
            "Exit code 0 when every item succeeded each time with the same digest and bytes, neither an upload nor a",
            "staged object was left over, and no target was written once its batch had ended; 1 otherwise."
        })
public final class ChaosCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_ROUND = Duration.ofHours(1);
    private static final Duration LONGEST_SWEEP = Duration.ofMinutes(2);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--faults", paramLabel = "N", defaultValue = "200", description = "Default: ${DEFAULT-VALUE}")
    private int faults = 200;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(names = "--images", paramLabel = "N", defaultValue = "50", description = "Default: ${DEFAULT-VALUE}")
    private int images = 50;

    @Option(names = "--size", paramLabel = "SIZE", defaultValue = "48MiB", description = "Default: ${DEFAULT-VALUE}")
    private String size = "48MiB";

    @Option(names = "--coordinators", paramLabel = "N", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}")
    private int coordinators = 2;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}")
    private int workers = 3;

    @Option(
            names = "--task-lock",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "For how long a worker that has gone silent keeps its task. Default: ${DEFAULT-VALUE}")
    private int taskLock = 30;

    @Option(
            names = "--absence",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "For how long a killed server is away at most. Default: ${DEFAULT-VALUE}")
    private int absence = 10;

    @Option(
            names = "--flips",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Flips that many bytes of what is read in one more round, and tells what came of it; the exit code is"
                            + " that of the other rounds. Default: ${DEFAULT-VALUE}")
    private int flips;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "target/chaos",
            description =
                    "Must not exist; holds images, targets and what every process said. Default: ${DEFAULT-VALUE}")
    private Path directory = Path.of("target/chaos");

    @Override
    public Integer call() throws IOException {
        if (Files.exists(directory)) {
            throw new RequestException(directory + " exists; remove it, or give another --dir");
        }
        if (faults < 1 || images < 1 || coordinators < 1 || workers < 1 || taskLock < 1 || absence < 0 || flips < 0) {
            throw new RequestException(
                    "--faults, --images, --coordinators, --workers and --task-lock must be at least 1,"
                            + " --absence and --flips at least 0");
        }
        Files.createDirectories(Cluster.objects(directory));
        makeImages();
        List<String> program = Launcher.command(System.getenv());
        try (Cluster cluster = new Cluster(program, directory, coordinators, workers, Duration.ofSeconds(taskLock));
                Storm storm = new Storm(cluster, seed, Duration.ofSeconds(absence))) {
            prepare(cluster);
            Round calm = round(cluster, storm, "calm", () -> Member.pause(POLL));
            tell(calm, calm, 0);
            if (!calm.problems().isEmpty()) {
                return ExitCode.FAILED.number();
            }
            List<Round> storms = storms(cluster, storm, calm);
            int verdict = verdict(cluster, storm, calm, storms);
            if (flips > 0) {
                flip(cluster, storm, calm);
            }
            return verdict;
        }
    }

    private void makeImages() throws IOException {
        long bytes = ByteSize.parse(size);
        for (int i = 0; i < images; i++) {
            UsedDisk disk = new UsedDisk(bytes, seed + i);
            Path file = Cluster.objects(directory).resolve(Batch.image(i));
            Files.createDirectories(file.getParent());
            try (FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                disk.write(channel, disk.kinds(), done -> {});
            }
        }
        for (PackedMachine machine : PackedMachine.of(images)) {
            Path file = Cluster.objects(directory).resolve(machine.source());
            Files.createDirectories(file.getParent());
            Files.write(file, machine.configuration());
        }
        say("made " + images + " images of " + size + " from seed " + seed);
    }

    private void prepare(Cluster cluster) {
        run(cluster, Batch.preparation(images), () -> Member.pause(POLL));
        say("converted them into sources of all formats");
    }

    /** Batches in a row until all faults were injected. */
    private List<Round> storms(Cluster cluster, Storm storm, Round calm) {
        List<Round> rounds = new ArrayList<>();
        while (storm.count() < faults) {
            int before = storm.count();
            Round round = round(cluster, storm, "storm-" + (rounds.size() + 1), () -> {
                if (storm.count() < faults) {
                    storm.blow().ifPresent(fault -> say("  fault " + storm.count() + ": " + fault.label()));
                } else {
                    Member.pause(POLL);
                }
            });
            rounds.add(round);
            tell(round, calm, storm.count() - before);
        }
        return rounds;
    }

    private Round round(Cluster cluster, Storm storm, String name, Runnable meanwhile) {
        Batch batch = Batch.of(name, images);
        long started = System.nanoTime();
        JsonNode report = run(cluster, batch, meanwhile);
        double seconds = (System.nanoTime() - started) / 1e9;
        storm.calmDown();
        try (Bucket bucket = cluster.bucket()) {
            List<String> hashes = batch.targets().stream()
                    .map(files -> files.stream().map(bucket::hash).collect(Collectors.joining(" ")))
                    .toList();
            List<String> cameBack = new Clearing(bucket, cluster.faultyStore()).run();
            return Round.of(name, report, hashes, cameBack, seconds);
        }
    }

    /** The report of a batch that has ended. */
    private static JsonNode run(Cluster cluster, Batch batch, Runnable meanwhile) {
        long deadline = System.nanoTime() + LONGEST_ROUND.toNanos();
        String id = cluster.ask(client -> client.submit(batch.name() + ".yaml", batch.manifest()))
                .get("id")
                .asString();
        while (!ended(cluster, id)) {
            if (System.nanoTime() > deadline) {
                throw new InternalException("batch " + id + " did not end within " + LONGEST_ROUND, null);
            }
            cluster.tend();
            meanwhile.run();
        }
        return cluster.ask(client -> client.report(id));
    }

    private static boolean ended(Cluster cluster, String id) {
        String state = cluster.ask(client -> client.status(id, 1)).get("state").asString();
        return List.of("COMPLETE", "FAILED", "CANCELLED").contains(state);
    }

    private int verdict(Cluster cluster, Storm storm, Round calm, List<Round> storms) {
        storm.injected().forEach((fault, count) -> say("  " + count + " × " + fault.label()));
        cluster.faultyStore().spoilt().forEach((fault, count) -> say("  requests " + fault.label() + ": " + count));
        say("  messages sent again: " + cluster.echo().repeated());
        say("  processes that ended by themselves: " + cluster.vacancies());
        long differing =
                storms.stream().mapToLong(round -> round.differing(calm)).sum();
        long redone = storms.stream().mapToLong(Round::redone).sum();
        List<String> leftovers = new ArrayList<>(leftovers(cluster));
        storms.forEach(round -> leftovers.addAll(round.cameBack()));
        leftovers.forEach(left -> say("  left over: " + left));
        say(String.format(
                Locale.ROOT,
                "%d faults over %d images in %d rounds: %d deliveries beyond the first, %d ranges given out again,"
                        + " %d items with another outcome or other bytes, %d uploads and objects left over",
                storm.count(),
                images,
                storms.size(),
                Deliveries.in(directory).again(),
                redone,
                differing,
                leftovers.size()));
        return (differing == 0 && leftovers.isEmpty() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    /** Late deliveries may still be under way, and what they leave is swept after them. */
    private static List<String> leftovers(Cluster cluster) {
        long deadline = System.nanoTime() + LONGEST_SWEEP.toNanos();
        try (Bucket bucket = cluster.bucket()) {
            List<String> found = bucket.leftovers();
            while (!found.isEmpty() && System.nanoTime() < deadline) {
                Member.pause(Duration.ofSeconds(1));
                found = bucket.leftovers();
            }
            return found;
        }
    }

    /** Tells what becomes of bytes that are changed on their way, which nothing promises to notice. */
    private void flip(Cluster cluster, Storm storm, Round calm) {
        AtomicInteger left = new AtomicInteger(flips);
        Round round = round(cluster, storm, "flipped", () -> {
            Member.pause(POLL);
            if (left.getAndDecrement() > 0) {
                cluster.faultyStore().arm(StoreFault.FLIPPED, 1);
            }
        });
        tell(round, calm, 0);
        int flipped = cluster.faultyStore().spoilt().getOrDefault(StoreFault.FLIPPED, 0);
        say(String.format(
                Locale.ROOT,
                "%d bytes flipped in objects on their way from the store: %d items with another outcome or other bytes,"
                        + " %d of them noticed",
                flipped,
                round.differing(calm),
                round.problems().size()));
    }

    private void tell(Round round, Round calm, int injected) {
        say(String.format(
                Locale.ROOT,
                "%s: %d items, %d ranges, %d faults, %d ranges given out again, %d items with another outcome, %.1f s",
                round.name(),
                round.digests().size(),
                round.ranges(),
                injected,
                round.redone(),
                round.differing(calm),
                round.seconds()));
        round.problems().forEach(problem -> say("  " + problem));
        round.cameBack().forEach(target -> say("  written after its batch had ended: " + target));
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
