package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ManCommandTest {
    @Test
    void everyCommandHasAPage(@TempDir Path directory) throws IOException {
        CommandLine line = Main.commandLine();

        assertThat(line.execute("man", directory.toString())).isZero();

        line.getSubcommands()
                .keySet()
                .forEach(name ->
                        assertThat(directory.resolve("vmloom-" + name + ".1")).exists());
        assertThat(Files.readAllLines(directory.resolve("vmloom-convert.1")))
                .startsWith(".TH VMLOOM\\-CONVERT 1", ".SH NAME")
                .contains(".SH OPTIONS", ".SH NOTES")
                .anyMatch(text -> text.contains("\\fB\\-\\-verify=LEVEL\\fR"))
                .anyMatch(text -> text.contains("Default: digest"));
        assertThat(Files.readAllLines(directory.resolve("vmloom.1"))).contains(".SH EXIT STATUS", "\\fB130\\fR");
    }

    @Test
    void pagesHoldNoMacroThatManDoesNotKnow(@TempDir Path directory) throws IOException {
        Main.commandLine().execute("man", directory.toString());

        try (var pages = Files.list(directory)) {
            for (Path page : pages.toList()) {
                List<String> macros = Files.readAllLines(page).stream()
                        .filter(text -> text.startsWith(".") || text.startsWith("'"))
                        .map(text -> text.split(" ", -1)[0])
                        .distinct()
                        .toList();
                assertThat(macros).as(page.toString()).isSubsetOf(".TH", ".SH", ".TP", ".nf", ".fi");
            }
        }
    }

    @Test
    void completionIsAScriptForTheShell() {
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out));

        assertThat(line.execute("generate-completion")).isZero();

        assertThat(out.toString()).contains("complete -F _complete_vmloom", "--verify");
    }
}
