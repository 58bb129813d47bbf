package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.Main;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The document for people who know qemu-img says what is true of both programs. */
class QemuHabitTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "from-qemu-img.md");
    private static final Pattern OPTION = Pattern.compile("`(--?[a-zA-Z][a-z-]*)");

    /** Options of the first two columns. */
    private record Row(String command, String theirs, List<String> ours) {}

    static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String command = "";
        for (String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("## ")) {
                command = line.substring(3);
            } else if (line.startsWith("| `-")) {
                String[] cells = line.split("\\|", -1);
                rows.add(new Row(command, options(cells[1]).getFirst(), options(cells[2])));
            }
        }
        return rows;
    }

    private static List<String> options(String cell) {
        return OPTION.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void anOptionOfOursIsThereAndAnyOtherIsAnsweredByAHint(Row row) {
        String command = row.command().equals("info") ? "inspect" : row.command();
        Set<String> known = Objects.requireNonNull(
                        Main.commandLine().getSubcommands().get(command))
                .getCommandSpec()
                .optionsMap()
                .keySet();

        assertThat(known).containsAll(row.ours());
        // The same word with another meaning is told by its value.
        if (!known.contains(row.theirs())) {
            QemuHabit habit = QemuHabit.of(command, List.of(row.theirs())).orElseThrow();
            List<Object> arguments = new ArrayList<>(List.of(command, row.theirs(), "a", "b"));
            if (command.equals("measure")) {
                arguments.addAll(List.of("-O", "raw"));
            }
            assertThat(Command.run(arguments.toArray()).ended(ExitCode.USAGE).err())
                    .startsWith("vmloom: Unknown option")
                    .contains("'" + row.theirs() + "'")
                    .contains("; " + habit.instead());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"convert", "info", "check", "measure", "map", "compare"})
    void everyOptionOfQemuImgIsInTheTable(String command) throws IOException {
        String usage = Peers.run("qemu-img", "--help")
                .output()
                .lines()
                .filter(line -> line.startsWith("  " + command + " "))
                .findFirst()
                .orElseThrow();
        Set<String> theirs = new TreeSet<>();
        Matcher option = Pattern.compile("[\\[( |](--?[a-zA-Z][a-z-]*)").matcher(usage);
        while (option.find()) {
            theirs.add(option.group(1));
        }

        assertThat(rows().stream().filter(row -> row.command().equals(command)).map(Row::theirs))
                .containsAll(theirs)
                .hasSizeGreaterThanOrEqualTo(theirs.size());
    }

    @ParameterizedTest
    @EnumSource(QemuHabit.class)
    void aHintSaysNothingOfOptionsThatAreNotThere(QemuHabit habit) {
        Set<String> known = new TreeSet<>();
        Main.commandLine()
                .getSubcommands()
                .values()
                .forEach(command ->
                        known.addAll(command.getCommandSpec().optionsMap().keySet()));

        Stream<String> named = Pattern.compile("(?<![a-zA-Z])--?[a-zA-Z][a-z-]*")
                .matcher(habit.instead())
                .results()
                .map(found -> found.group())
                .filter(option -> !habit.equals(QemuHabit.CREATE));

        assertThat(named).allMatch(known::contains);
    }

    @Test
    void commandsOfQemuImgAreAnsweredByOurs() {
        assertThat(Command.run("info", "disk.qcow2").ended(ExitCode.USAGE).err())
                .contains("'info'", "; it is called 'vmloom inspect' here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "writeback", "unsafe"})
    void aCacheModeIsNoFormat(String mode) {
        assertThat(Command.run("convert", "-t", mode, "a.raw", "b.qcow2").complaint(ExitCode.USAGE))
                .startsWith("-t is the format to write, as -O is, and '" + mode + "' is a cache mode of qemu-img; ");
    }

    @Test
    void valuesMayBeAttached() {
        assertThat(QemuHabit.of("convert", List.of("x", "-m8"))).contains(QemuHabit.COROUTINES);
        assertThat(QemuHabit.of("map", List.of("--output=json"))).contains(QemuHabit.OUTPUT);
        assertThat(QemuHabit.of("check", List.of("-r"))).contains(QemuHabit.REPAIR);
        assertThat(QemuHabit.of("convert", List.of("-r"))).contains(QemuHabit.RATE);
        assertThat(QemuHabit.of("convert", List.of("--mystery", "-z"))).isEmpty();
    }
}
