package io.vmloom.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The manual page of a command, from what its {@code --help} says.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/man.7.html">man(7): the macros</a>
 */
public final class ManPage {
    private final CommandSpec command;
    private final List<String> lines = new ArrayList<>();

    private ManPage(CommandSpec command) {
        this.command = command;
    }

    /** As {@code vmloom-convert}. */
    public static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    /** Its lines, in section 1. */
    public static List<String> lines(CommandLine command) {
        ManPage page = new ManPage(command.getCommandSpec());
        page.write(command);
        return page.lines;
    }

    private void write(CommandLine line) {
        UsageMessageSpec usage = command.usageMessage();
        String title = name(line);
        lines.add(".TH " + title.toUpperCase(Locale.ROOT).replace("-", "\\-") + " 1");
        section("NAME");
        lines.add(escaped(title) + " \\- " + escaped(decapitalized(String.join(" ", usage.description()))));
        section("SYNOPSIS");
        lines.add(escaped(new CommandLine.Help(command, CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .synopsis(0)
                .strip()));
        section("DESCRIPTION");
        Arrays.stream(usage.description()).map(ManPage::escaped).forEach(lines::add);
        positionals();
        options();
        subcommands();
        if (!usage.exitCodeList().isEmpty()) {
            section("EXIT STATUS");
            usage.exitCodeList().forEach(this::item);
        }
        verbatim(usage.footer());
    }

    private void positionals() {
        List<PositionalParamSpec> shown = command.positionalParameters().stream()
                .filter(each -> !each.hidden())
                .toList();
        if (!shown.isEmpty()) {
            section("ARGUMENTS");
            shown.forEach(each -> item(each.paramLabel(), described(each)));
        }
    }

    private void options() {
        List<OptionSpec> shown =
                command.options().stream().filter(each -> !each.hidden()).toList();
        if (!shown.isEmpty()) {
            section("OPTIONS");
            shown.forEach(each -> item(
                    String.join(", ", each.names()) + (each.arity().max() > 0 ? "=" + each.paramLabel() : ""),
                    described(each)));
        }
    }

    private void subcommands() {
        if (!command.subcommands().isEmpty()) {
            section("COMMANDS");
            command.subcommands()
                    .forEach((name, each) -> item(
                            name,
                            String.join(
                                    " ", each.getCommandSpec().usageMessage().description())));
        }
    }

    private static String described(ArgSpec argument) {
        String text = String.join(" ", argument.description());
        String usual = argument.defaultValueString(true);
        return text.replace("${DEFAULT-VALUE}", usual).replace("${COMPLETION-CANDIDATES}", candidates(argument));
    }

    private static String candidates(ArgSpec argument) {
        List<String> all = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(all::add);
        }
        return String.join(", ", all);
    }

    private void section(String name) {
        lines.add(".SH " + name);
    }

    private void item(String name, String text) {
        lines.add(".TP");
        lines.add("\\fB" + escaped(name) + "\\fR");
        lines.add(escaped(text));
    }

    /** Examples, and what is laid out by hand. */
    private void verbatim(String... footer) {
        if (footer.length > 0) {
            section("NOTES");
            lines.add(".nf");
            Arrays.stream(footer).map(ManPage::escaped).forEach(lines::add);
            lines.add(".fi");
        }
    }

    private static String decapitalized(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }

    /** A point or an apostrophe that begins a line would be a macro. */
    private static String escaped(String text) {
        String plain =
                text.replace("%n", " ").replace("%%", "%").replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
