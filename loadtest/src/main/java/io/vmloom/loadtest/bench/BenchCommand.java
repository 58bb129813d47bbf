package io.vmloom.loadtest.bench;

import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.error.RequestException;
import io.vmloom.unit.ByteSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vmloom loadtest bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures vmloom beside qemu-img and others on one image: both sides do the same in turn, targets are compared with the"
                    + " source and removed."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final String PEER = "qemu-img";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--against", paramLabel = "PROGRAM", defaultValue = PEER, description = "The peer: qemu-img")
    private String against = PEER;

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            defaultValue = "4GiB",
            description = "Disk to convert. Default: ${DEFAULT-VALUE}")
    private String size = "4GiB";

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which disk. Default: ${DEFAULT-VALUE}")
    private long seed = 1;

    @Option(
            names = "--corpus",
            paramLabel = "DIR",
            description = "Fill the disk with the files under a directory, such as /usr, instead of made ones")
    private Optional<Path> corpus = Optional.empty();

    @Option(names = "--runs", paramLabel = "N", defaultValue = "3", description = "Of each. Default: ${DEFAULT-VALUE}")
    private int runs = 3;

    @Option(
            names = "--cases",
            paramLabel = "CASE",
            split = ",",
            description = "Only some of: ${COMPLETION-CANDIDATES}. Default: all")
    private List<BenchCase> cases = List.of();

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = "out/bench",
            description = "Where images are made; needs up to 5 times the size. Default: ${DEFAULT-VALUE}")
    private Path directory = Path.of("out/bench");

    @Option(names = "--workers", paramLabel = "N", description = "Of vmloom. Default: one per core")
    private int workers;

    @Option(names = "--json", description = "Print JSON")
    private boolean json;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write the table there too, anew after each case")
    private Optional<Path> markdown = Optional.empty();

    @Override
    public Integer call() {
        if (!against.equals(PEER)) {
            throw new RequestException("there is no peer '" + against + "'; it must be " + PEER);
        }
        PrintWriter out = spec.commandLine().getOut();
        BenchReport report = measure(spec.commandLine().getErr());
        if (json) {
            out.println(ReportJson.text(report.json()));
        } else {
            report.table().forEach(out::println);
        }
        out.flush();
        return 0;
    }

    private BenchReport measure(PrintWriter progress) {
        MachineFacts machine = MachineFacts.collect();
        String peer = QemuImg.version();
        List<BenchCase> chosen = cases.isEmpty() ? Arrays.asList(BenchCase.values()) : cases;
        Workbench bench =
                new Workbench(directory.toAbsolutePath(), new UsedDisk(ByteSize.parse(size), seed), corpus, progress);
        bench.prepare(chosen);
        Contest contest = new Contest(bench, VmloomProgram.find(System.getenv(), workers), progress);
        List<CaseResult> results = new ArrayList<>();
        for (BenchCase each : chosen) {
            results.add(contest.run(each, runs));
            BenchReport sofar = new BenchReport(machine, peer, image(bench), results);
            markdown.ifPresent(file -> write(sofar, file));
        }
        return new BenchReport(machine, peer, image(bench), results);
    }

    private String image(Workbench bench) {
        String content = corpus.map(path -> "files of " + path).orElse("made of seed " + seed);
        return ByteSize.format(bench.disk().sizeBytes()) + ", " + ByteSize.format(bench.dataBytes(Input.RAW))
                + " of it allocated, " + content + "; " + runs + " runs of each program, alternating";
    }

    private static void write(BenchReport report, Path file) {
        try {
            Files.write(file, report.markdown());
        } catch (IOException e) {
            throw new RequestException(file + " can not be written: " + e.getMessage());
        }
    }
}
