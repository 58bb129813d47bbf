package io.vmloom.loadtest.chaos;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.error.ConversionException;
import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.loadtest.bench.UsedDisk;
import io.vmloom.loadtest.launch.Launcher;
import io.vmloom.unit.ByteSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
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
                "Kills and stalls the processes of a cluster while it converts, servers included, and compares guest digests"
                        + " and the targets' bytes with those of an undisturbed run.",
        footer = {
            "",
            "Exit code 0 when every item succeeded each time with the same digest and bytes, and neither an upload nor a",
            "staged object was left over; 1 otherwise."
        })
public final class ChaosCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LONGEST_ROUND = Duration.ofMinutes(30);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--faults", paramLabel = "N", defaultValue = "60", description = "Default: ${DEFAULT-VALUE}")
    private int faults = 60;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(names = "--images", paramLabel = "N", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}")
    private int images = 20;

    @Option(names = "--size", paramLabel = "SIZE", defaultValue = "96MiB", description = "Default: ${DEFAULT-VALUE}")
    private String size = "96MiB";

    @Option(names = "--workers", paramLabel = "N", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}")
    private int workers = 3;

    @Option(
            names = "--absence",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "For how long a killed server is away at most. Default: ${DEFAULT-VALUE}")
    private int absence = 10;

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
        if (faults < 1 || images < 1 || workers < 1 || absence < 0) {
            throw new RequestException("--faults, --images and --workers must be at least 1, and --absence at least 0");
        }
        Files.createDirectories(Cluster.objects(directory));
        makeImages();
        try (Cluster cluster =
                Cluster.start(Launcher.command(System.getenv()), directory, workers, Duration.ofSeconds(absence))) {
            Round calm = undisturbed(cluster);
            tell(calm, calm);
            return verdict(cluster, calm, storms(cluster, calm));
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
        say("made " + images + " images of " + size + " from seed " + seed);
    }

    private Round undisturbed(Cluster cluster) {
        Batch batch = new Batch("calm", images);
        long started = System.nanoTime();
        String id = submit(cluster, batch);
        while (!ended(cluster, id, started)) {
            Member.pause(POLL);
        }
        return round(cluster, batch, id, Map.of(), seconds(started));
    }

    /** Batches in a row until all faults were injected. */
    private List<Round> storms(Cluster cluster, Round calm) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Round> rounds = new ArrayList<>();
        int left = faults;
        while (left > 0) {
            Batch batch = new Batch("storm-" + (rounds.size() + 1), images);
            Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
            long started = System.nanoTime();
            String id = submit(cluster, batch);
            while (!ended(cluster, id, started)) {
                Member.pause(Duration.ofMillis(100 + random.nextInt(900)));
                if (left > 0) {
                    Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
                    cluster.inject(fault, random);
                    injected.merge(fault, 1, Integer::sum);
                    left--;
                }
            }
            Round round = round(cluster, batch, id, injected, seconds(started));
            rounds.add(round);
            tell(round, calm);
        }
        return rounds;
    }

    /** Takes the targets away, so that the next round makes them again. */
    private static Round round(Cluster cluster, Batch batch, String id, Map<Fault, Integer> injected, double seconds) {
        JsonNode report = report(cluster, id);
        try (Bucket bucket = cluster.bucket()) {
            List<String> hashes = batch.targets().stream()
                    .map(files -> files.stream().map(bucket::hash).collect(Collectors.joining(" ")))
                    .toList();
            batch.targets().forEach(files -> files.forEach(bucket::delete));
            return Round.of(batch.name(), report, hashes, injected, seconds);
        }
    }

    private int verdict(Cluster cluster, Round calm, List<Round> storms) {
        Map<Fault, Integer> injected = new EnumMap<>(Fault.class);
        storms.forEach(round -> round.faults().forEach((fault, count) -> injected.merge(fault, count, Integer::sum)));
        injected.forEach((fault, count) -> say("  " + count + " × " + fault.label()));
        long differing =
                storms.stream().mapToLong(round -> round.differing(calm)).sum();
        boolean allDigests = calm.digests().stream().allMatch(digest -> digest.startsWith("vg1:"));
        long redone = storms.stream().mapToLong(Round::redone).sum();
        List<String> leftovers = leftovers(cluster);
        leftovers.forEach(left -> say("  left over: " + left));
        say(String.format(
                Locale.ROOT,
                "%d faults over %d images in %d rounds: %d deliveries beyond the first, %d ranges given out again,"
                        + " %d items with another outcome or other bytes, %d uploads and objects left over",
                injected.values().stream().mapToInt(Integer::intValue).sum(),
                images,
                storms.size(),
                Deliveries.in(directory).again(),
                redone,
                differing,
                leftovers.size()));
        return (differing == 0 && allDigests && leftovers.isEmpty() ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private static List<String> leftovers(Cluster cluster) {
        try (Bucket bucket = cluster.bucket()) {
            return bucket.leftovers();
        }
    }

    private static String submit(Cluster cluster, Batch batch) {
        try (ApiClient client = cluster.client()) {
            return client.submit(batch.name() + ".yaml", batch.manifest())
                    .get("id")
                    .asString();
        }
    }

    /** A coordinator or store that is down or stalled is asked again. */
    private static boolean ended(Cluster cluster, String id, long startedNanos) {
        if (System.nanoTime() - startedNanos > LONGEST_ROUND.toNanos()) {
            throw new InternalException("batch " + id + " did not end within " + LONGEST_ROUND, null);
        }
        try (ApiClient client = cluster.client()) {
            String state = client.status(id, 1).get("state").asString();
            return List.of("COMPLETE", "FAILED", "CANCELLED").contains(state);
        } catch (ConversionException e) {
            return false;
        }
    }

    private static JsonNode report(Cluster cluster, String id) {
        for (int attempt = 1; attempt < 100; attempt++) {
            try (ApiClient client = cluster.client()) {
                return client.report(id);
            } catch (ConversionException e) {
                Member.pause(POLL);
            }
        }
        throw new InternalException("no report of batch " + id, null);
    }

    private void tell(Round round, Round calm) {
        int injected =
                round.faults().values().stream().mapToInt(Integer::intValue).sum();
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
        round.digests().stream().filter(digest -> !digest.startsWith("vg1:")).forEach(problem -> say("  " + problem));
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private static double seconds(long started) {
        return (System.nanoTime() - started) / 1e9;
    }
}
