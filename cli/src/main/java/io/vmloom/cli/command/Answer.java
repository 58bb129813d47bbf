package io.vmloom.cli.command;

import io.vmloom.coordinator.report.ReportJson;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a command found out, for people or for scripts. */
final class Answer {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON")
    private boolean json;

    /** Whether scripts are listening. */
    boolean isJson() {
        return json;
    }

    /**
     * Prints one of them.
     *
     * @param lines for people
     * @param tree for scripts, to whom its names are a contract
     */
    void print(List<String> lines, Map<String, Object> tree) {
        PrintWriter out = CommandContext.out(spec);
        if (json) {
            out.println(ReportJson.text(tree));
        } else {
            lines.forEach(out::println);
        }
        out.flush();
    }
}
