package io.vmloom.cli.command;

import io.vmloom.cipher.Secrets;
import io.vmloom.cli.engine.Engine;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.pipeline.ExpansionCheck;
import io.vmloom.coordinator.pipeline.InspectStep;
import io.vmloom.coordinator.pipeline.InspectedSource;
import io.vmloom.digest.GuestDigest;
import io.vmloom.store.Companions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vmloom compare}: whether two images hold the same guest disk. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = "Compares the guest disks of two images of any formats; exit code 1 when they differ.")
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "A", description = "An image")
    private String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "Another image")
    private String second = "";

    @Option(
            names = {"-f", "--from"},
            paramLabel = "FMT",
            defaultValue = "auto",
            description = "Format of A. Default: ${DEFAULT-VALUE}")
    private String firstFormat = "auto";

    @Option(
            names = {"-F", "--from-b"},
            paramLabel = "FMT",
            defaultValue = "auto",
            description = "Format of B. Default: ${DEFAULT-VALUE}")
    private String secondFormat = "auto";

    @Option(
            names = "--allow-chain",
            description = "Open what A and B need where it lies beside them, under the name that they have for it")
    private boolean allowChain;

    @Option(names = "--key", paramLabel = "REF", description = "Key of an encrypted A: file:PATH or env:NAME")
    private Optional<String> firstKey = Optional.empty();

    @Option(names = "--key-b", paramLabel = "REF", description = "Key of an encrypted B: file:PATH or env:NAME")
    private Optional<String> secondKey = Optional.empty();

    @Option(
            names = {"-s", "--strict"},
            description = "Disks of different sizes differ, even where the rest is zeros")
    private boolean strict;

    @Option(names = "--workers", paramLabel = "N", description = "Ranges read at once. Default: one per core")
    private int workers;

    @Mixin
    private PolicyOptions policy = new PolicyOptions();

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        try (Interrupt interrupt = new Interrupt();
                Engine engine = Engine.inProcess(CommandContext.workers(workers))) {
            Companions companions = allowChain ? new Companions(List.of(), Companions.Others.BESIDE) : Companions.NONE;
            Trust trust = Trust.with(companions, policy.policy());
            GuestDigest a = digest(
                    engine,
                    first,
                    firstFormat,
                    trust.withKey(firstKey.map(KeyReferences::parse)),
                    interrupt.cancellation());
            GuestDigest b = digest(
                    engine,
                    second,
                    secondFormat,
                    trust.withKey(secondKey.map(KeyReferences::parse)),
                    interrupt.cancellation());
            boolean sameContent = a.sameContent(b);
            boolean same = sameContent && (!strict || a.lengthBytes() == b.lengthBytes());
            answer.print(lines(a, b, sameContent, same), tree(a, b, sameContent, same));
            return (same ? ExitCode.DONE : ExitCode.FAILED).number();
        }
    }

    private static GuestDigest digest(
            Engine engine, String image, String format, Trust trust, Cancellation cancellation) {
        try (InspectedSource source = new InspectStep(engine.stores(), Secrets.OF_THIS_HOST)
                .run(CommandContext.location(image), format, "", trust)) {
            ExpansionCheck.run(source, trust.policy());
            String id = BatchIds.next();
            return engine.coordinator().digest(id, source, bytes -> {}, cancellation);
        }
    }

    private List<String> lines(GuestDigest a, GuestDigest b, boolean sameContent, boolean same) {
        List<String> lines = new ArrayList<>(List.of(a + "  " + first, b + "  " + second));
        if (a.lengthBytes() != b.lengthBytes()) {
            lines.add("sizes differ: " + a.lengthBytes() + " and " + b.lengthBytes() + " bytes"
                    + (sameContent ? "; the rest of the longer disk is zeros" : ""));
        }
        lines.add(same ? "images are equal" : "images differ");
        return lines;
    }

    private static Map<String, Object> tree(GuestDigest a, GuestDigest b, boolean sameContent, boolean same) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("same", same);
        tree.put("sameContent", sameContent);
        tree.put("a", a.toString());
        tree.put("b", b.toString());
        return tree;
    }
}
