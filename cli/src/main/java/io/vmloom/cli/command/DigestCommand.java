package io.vmloom.cli.command;

import io.vmloom.cli.engine.Engine;
import io.vmloom.cli.engine.LinearDigest;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.pipeline.ExpansionCheck;
import io.vmloom.coordinator.pipeline.InspectedSource;
import io.vmloom.error.RequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vmloom digest}: a digest of the guest's disk, whatever the image's format. */
@Command(
        name = "digest",
        mixinStandardHelpOptions = true,
        description = "Prints a digest of the guest's disk, whatever the format of the image.",
        footer = {
            "",
            "vg1 is a hash tree that is computed in parallel and skips holes; equal guests have equal digests up to",
            "trailing zeros. sha256 and md5 are those of the disk as a raw file."
        })
final class DigestCommand implements Callable<Integer> {
    private static final String TREE = "vg1";

    @Mixin
    private SourceOptions source = new SourceOptions();

    @Option(
            names = {"-a", "--algorithm"},
            paramLabel = "NAME",
            defaultValue = TREE,
            description = "vg1, sha256 or md5. Default: ${DEFAULT-VALUE}")
    private String algorithm = TREE;

    @Option(names = "--workers", paramLabel = "N", description = "Ranges read at once. Default: one per core")
    private int workers;

    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        if (!algorithm.equals(TREE) && !LinearDigest.KNOWN.containsKey(algorithm)) {
            throw new RequestException("digest algorithm '" + algorithm + "' is not known; choose vg1, sha256 or md5");
        }
        try (Interrupt interrupt = new Interrupt();
                Engine engine = Engine.inProcess(CommandContext.workers(workers));
                InspectedSource image = source.inspect(engine.stores())) {
            ExpansionCheck.run(image, source.trust().policy());
            String id = BatchIds.next();
            String digest = algorithm.equals(TREE)
                    ? engine.coordinator()
                            .digest(id, image, bytes -> {}, interrupt.cancellation())
                            .toString()
                    : LinearDigest.of(image.image(), algorithm, interrupt.cancellation());
            answer.print(List.of(digest + "  " + source.name), tree(image, digest));
            return 0;
        }
    }

    private Map<String, Object> tree(InspectedSource image, String digest) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("image", source.name);
        tree.put("format", image.image().format());
        tree.put("virtualBytes", image.image().virtualBytes());
        tree.put("algorithm", algorithm);
        tree.put("digest", digest);
        return tree;
    }
}
