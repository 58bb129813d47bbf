package io.vmloom.cli.command;

import io.vmloom.cli.config.PricesFile;
import io.vmloom.cli.report.EstimateText;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.coordinator.estimate.Prices;
import io.vmloom.coordinator.report.ReportJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether a batch is only estimated, and at which prices. */
final class EstimateOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--dry-run",
            description = "Say what it would take and what would be refused; nothing is written anywhere")
    boolean dryRun;

    @Option(names = "--prices", paramLabel = "FILE", description = "With --dry-run: prices, as in examples/prices.yaml")
    private Optional<Path> prices = Optional.empty();

    /** Fails if the file does, before anything is estimated. */
    Optional<Prices> prices() {
        return prices.map(PricesFile::read);
    }

    /** Prints an estimate as the API gives it; 0 when nothing would be refused. */
    ExitCode print(JsonNode estimate, Optional<Prices> at, boolean json) {
        PrintWriter out = CommandContext.out(spec);
        if (json) {
            ObjectNode priced = (ObjectNode) estimate.deepCopy();
            at.ifPresent(known -> priced.set("cost", EstimateText.cost(estimate, known)));
            out.println(ReportJson.text(priced));
        } else {
            EstimateText.print(estimate, at, out);
        }
        out.flush();
        return estimate.at("/total/counts/refused").asInt() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
}
