package io.vmloom.cli.command;

import io.vmloom.cli.client.ApiClient;
import io.vmloom.cli.client.BatchText;
import io.vmloom.cli.report.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vmloom report}: what became of a batch. */
@Command(name = "report", mixinStandardHelpOptions = true, description = "Says what became of every item of a batch.")
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "Batch, as 'vmloom batches' lists it")
    private String id = "";

    @Option(names = "--csv", description = "Print comma-separated values")
    private boolean csv;

    @Override
    public Integer call() {
        try (ApiClient client = server.connect()) {
            if (csv) {
                CommandContext.out(spec).print(client.csvReport(id));
                CommandContext.out(spec).flush();
            } else if (server.json) {
                ServerOptions.print(spec, client.report(id));
            } else {
                BatchText.report(client.report(id), CommandContext.out(spec));
            }
            return ExitCode.DONE.number();
        }
    }
}
