package io.vmloom.cli.command;

import io.vmloom.cli.embedded.DataDirectory;
import io.vmloom.cli.engine.EmbeddedCluster;
import io.vmloom.cli.engine.Machines;
import io.vmloom.cli.engine.Seeding;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.report.LiveProgress;
import io.vmloom.cli.report.ReportFile;
import io.vmloom.cli.report.ReportTable;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.manifest.Manifest;
import io.vmloom.coordinator.manifest.ManifestItem;
import io.vmloom.coordinator.manifest.ManifestReader;
import io.vmloom.coordinator.manifest.Seed;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.coordinator.status.BatchState;
import io.vmloom.store.Location;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vmloom run}: a whole batch in one process, with a broker and an S3 server of its own. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a batch in this process, which brings its own Kafka broker and S3 server.",
        footer = {
            "",
            "The servers keep their data under --data, so running a manifest again skips what is done and resumes what",
            "was interrupted. s3:// URIs mean the embedded server; its objects are files under DIR/s3.",
            "Exit code 0 when every item succeeded or was skipped, 1 when one failed, 5 when parts of one were lost to damage;",
            "130 after Ctrl-C, 143 after SIGTERM.",
            "",
            "With --dry-run, 1 when an item would be refused; the time is for --workers, whatever cores there are.",
            "",
            "Examples:",
            "  vmloom run examples/first-batch.yaml",
            "  vmloom run --dry-run --prices examples/prices.yaml examples/first-batch.yaml"
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "MANIFEST", description = "What to convert, as YAML or JSON")
    private Path manifest = Path.of("");

    @Mixin
    private ClusterOptions clusterOptions = new ClusterOptions();

    @Option(
            names = "--items",
            paramLabel = "N",
            defaultValue = "4",
            description = "Items under way at once. Default: ${DEFAULT-VALUE}")
    private int concurrentItems = 4;

    @Option(names = "--json", description = "Print the report as JSON")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress")
    private boolean quiet;

    @Mixin
    private EstimateOptions estimate = new EstimateOptions();

    @Option(
            names = "--throughput",
            paramLabel = "FILE",
            description = "With --dry-run: how fast workers are, as in examples/throughput.yaml")
    private Optional<Path> throughput = Optional.empty();

    @Override
    public Integer call() {
        Manifest read = ManifestReader.read(manifest);
        if (estimate.dryRun || read.dryRun()) {
            return new RunRehearsal(clusterOptions, estimate, throughput)
                    .run(read, CommandContext.atLeastOne("--items", concurrentItems), json);
        }
        String id = BatchIds.next();
        try (Interrupt interrupt = new Interrupt();
                DataDirectory directory = clusterOptions.openData();
                EmbeddedCluster cluster = start(directory, read, id)) {
            seed(read, cluster, interrupt.cancellation());
            Manifest whole = Machines.expanded(read, cluster.engine().stores());
            TargetDirectories.create(whole.items());
            Batch batch = whole.batch(id);
            List<ItemReport> reports = run(batch, cluster, interrupt.cancellation());
            Path file = ReportFile.write(directory.reports(), batch, reports);
            print(batch, reports, file, directory);
            return exitCode(batch, reports).number();
        }
    }

    private EmbeddedCluster start(DataDirectory directory, Manifest read, String id) {
        tell("batch " + read.name() + " (" + id + ") of " + read.items().size() + " items");
        EmbeddedCluster cluster = EmbeddedCluster.start(
                directory, clusterOptions.workers(), CommandContext.atLeastOne("--items", concurrentItems));
        buckets(read).forEach(cluster.s3()::createBucket);
        tell("started Kafka at " + cluster.kafka().bootstrapServers() + ", S3 at "
                + cluster.s3().endpoint() + ", a coordinator and " + clusterOptions.workers() + " workers; data in "
                + directory.path());
        return cluster;
    }

    private void seed(Manifest read, EmbeddedCluster cluster, Cancellation cancellation) {
        if (!read.seeds().isEmpty()) {
            Seeding.Outcome seeded = new Seeding(cluster.engine().stores(), cancellation).run(read.seeds());
            tell("seeded the store: " + seeded.uploaded() + " files uploaded, " + seeded.unchanged()
                    + " there already");
        }
    }

    private List<ItemReport> run(Batch batch, EmbeddedCluster cluster, Cancellation cancellation) {
        if (quiet) {
            return cluster.engine().coordinator().run(batch, BatchListener.NONE, cancellation);
        }
        try (LiveProgress progress = new LiveProgress(
                CommandContext.err(spec),
                CommandContext.errIsTerminal(),
                batch.items().size())) {
            return cluster.engine().coordinator().run(batch, progress, cancellation);
        }
    }

    private void print(Batch batch, List<ItemReport> reports, Path file, DataDirectory directory) {
        PrintWriter out = CommandContext.out(spec);
        if (json) {
            out.println(ReportJson.text(ReportJson.batch(batch.id(), batch.name(), reports)));
        } else {
            out.println();
            ReportTable.print(reports, out);
            out.println("report: " + file + "; objects: " + directory.objects());
        }
        out.flush();
    }

    private static ExitCode exitCode(Batch batch, List<ItemReport> reports) {
        return switch (BatchState.Ended.of(batch.terms(), reports)) {
            case CANCELLED -> ExitCode.INTERRUPTED;
            case FAILED -> ExitCode.FAILED;
            case COMPLETE -> reports.stream().anyMatch(ItemReport::incomplete) ? ExitCode.LOSSES : ExitCode.DONE;
        };
    }

    private static Set<String> buckets(Manifest manifest) {
        Set<String> buckets = new TreeSet<>();
        for (Seed seed : manifest.seeds()) {
            buckets.add(seed.to().bucket());
        }
        manifest.terms().report().ifPresent(place -> buckets.add(place.prefix().bucket()));
        for (ManifestItem item : manifest.items()) {
            for (Location location : Stream.concat(item.reads().stream(), Stream.of(item.target()))
                    .toList()) {
                if (location instanceof Location.InBucket(String bucket, var key)) {
                    buckets.add(bucket);
                }
            }
        }
        return buckets;
    }

    private void tell(String line) {
        if (!quiet) {
            PrintWriter err = CommandContext.err(spec);
            err.println(line);
            err.flush();
        }
    }
}
