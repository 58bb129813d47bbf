package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.Main;
import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Guest;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.Formats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What people read and scripts parse; names in JSON are a contract. */
class HelpAndJsonTest {
    private static final TypeReference<LinkedHashMap<String, Object>> TREE = new TypeReference<>() {};

    @TempDir
    private Path folder;

    private Path raw = Path.of("");
    private Path target = Path.of("");

    @BeforeEach
    void aDisk() throws IOException {
        raw = Guest.ODD.writeRaw(folder.resolve("web.raw"));
        target = folder.resolve("web.qcow2");
    }

    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItself(String command) {
        Command.Outcome help = Command.run(command, "--help").succeeded();

        assertThat(help.err()).isEmpty();
        assertThat(help.out()).startsWith("Usage: vmloom " + command + " ");
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 120);
        CommandSpec spec = Objects.requireNonNull(
                        Main.commandLine().getSubcommands().get(command))
                .getCommandSpec();
        assertThat(spec.args()).extracting(ArgSpec::description).noneMatch(description -> description.length == 0);
    }

    /** Others write files, run until they are stopped, or print a document that is the answer itself. */
    @Test
    void everyCommandThatAnswersAnswersScriptsToo() {
        Set<String> others = Set.of(
                "man",
                "generate-completion",
                "up",
                "coordinator",
                "worker",
                "manifest",
                "manifest init",
                "manifest schema");

        assertThat(allCommands(Main.commandLine(), "").entrySet())
                .filteredOn(command -> !others.contains(command.getKey()))
                .hasSizeGreaterThan(15)
                .allSatisfy(
                        command -> assertThat(command.getValue().optionsMap()).containsKey("--json"));
    }

    private static Map<String, CommandSpec> allCommands(CommandLine parent, String path) {
        Map<String, CommandSpec> all = new LinkedHashMap<>();
        parent.getSubcommands().forEach((name, command) -> {
            all.put(path + name, command.getCommandSpec());
            all.putAll(allCommands(command, path + name + " "));
        });
        return all;
    }

    @Test
    void theRootNamesEveryCommandAndExitCode() {
        String help = Command.run("--help").succeeded().out();

        assertThat(help).startsWith("Usage: vmloom ");
        assertThat(commands()).allMatch(command -> help.contains("\n  " + command + " "));
        for (ExitCode code : ExitCode.values()) {
            assertThat(help).containsPattern("\\b" + code.number() + "\\b");
        }
    }

    @Test
    void convertNamesEveryFormatThatItWrites() {
        String help = Command.run("convert", "--help").succeeded().out();

        assertThat(Formats.all().stream().filter(format -> format.target().isPresent()))
                .extracting(DiskFormat::name)
                .hasSizeGreaterThan(1)
                .allSatisfy(name -> assertThat(help).containsPattern("Format to write:[^.]* " + name + "[,.]"));
    }

    @Test
    void theFormatsThatAreReadOrWritten() {
        assertThat(json("formats", "--json")).containsOnlyKeys("formats");
        assertThat(Command.run("formats").succeeded().out())
                .startsWith("raw\n  read: yes\n  write: yes\n  read back by: qemu-img\nqcow2\n")
                .doesNotContain("gzip");
    }

    @Test
    void theVersionIsOneLine() {
        assertThat(Command.run("--version").succeeded().out()).matches("vmloom \\d\\S+ on Java \\d+\\S*\\R");
    }

    @Test
    void aConversionThatSucceeded() {
        Map<String, Object> tree = json("convert", "--json", raw, target);

        assertThat(tree.keySet())
                .containsExactly(
                        "name",
                        "source",
                        "target",
                        "targetFormat",
                        "state",
                        "sourceFormat",
                        "sourceBytes",
                        "virtualBytes",
                        "dataBytes",
                        "targetBytes",
                        "digest",
                        "verified",
                        "weakSourceIdentity",
                        "ranges",
                        "retries",
                        "seconds");
        assertThat(tree)
                .containsEntry("state", "SUCCEEDED")
                .containsEntry("target", target.toString())
                .containsEntry("virtualBytes", 1234567)
                .containsEntry("verified", "digest")
                .containsEntry("weakSourceIdentity", true);
    }

    @Test
    void aConversionThatWasSkipped() {
        json("convert", "--json", raw, target);
        Map<String, Object> tree = json("convert", "--json", raw, target);

        assertThat(tree.keySet())
                .containsExactly(
                        "name",
                        "source",
                        "target",
                        "targetFormat",
                        "state",
                        "sourceFormat",
                        "sourceBytes",
                        "virtualBytes",
                        "targetBytes",
                        "digest",
                        "seconds");
        assertThat(tree).containsEntry("state", "SKIPPED");
    }

    @Test
    void aConversionThatFailed() {
        Command.Outcome outcome = Command.run("convert", "--json", folder.resolve("none"), target);

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.UNREACHABLE.number());
        assertThat(outcome.err().lines()).hasSize(1);
        Map<String, Object> tree = parse(outcome.out());
        assertThat(tree.keySet())
                .containsExactly(
                        "name", "source", "target", "targetFormat", "state", "code", "retryable", "message", "seconds");
        assertThat(tree)
                .containsEntry("state", "FAILED")
                .containsEntry("code", "NOT_FOUND")
                .containsEntry("message", folder.resolve("none") + " does not exist; check the name");
    }

    @Test
    void anInspection() {
        json("convert", "--json", raw, target);
        Map<String, Object> tree = json("inspect", "--json", target);

        assertThat(tree.keySet()).containsExactly("image", "format", "virtualBytes", "fileBytes", "details", "files");
        assertThat(tree).containsEntry("format", "qcow2").containsEntry("virtualBytes", 1234944);
    }

    @Test
    void aMeasurement() {
        Map<String, Object> tree = json("measure", "--json", "--to", "qcow2", "-o", "compress=on", raw);

        assertThat(tree.keySet())
                .containsExactly("image", "targetFormat", "virtualBytes", "dataBytes", "maxTargetBytes", "ranges");
        assertThat(tree).containsEntry("targetFormat", "qcow2").containsEntry("virtualBytes", 1234944);
        json("convert", "--json", raw, target, "-o", "compress=on");
        assertThat((Integer) Objects.requireNonNull(tree.get("maxTargetBytes")))
                .isGreaterThanOrEqualTo((int) target.toFile().length());
    }

    @Test
    void aCheck() {
        json("convert", "--json", raw, target);
        Map<String, Object> tree = json("check", "--json", target);

        assertThat(tree.keySet())
                .containsExactly("image", "format", "clean", "errors", "leaks", "leakedBytes", "facts", "findings");
        assertThat(tree).containsEntry("format", "qcow2").containsEntry("clean", true);
    }

    @Test
    void aMapHasAnObjectPerRow() {
        json("convert", "--json", raw, target);
        List<Map<String, Object>> rows = Command.run("map", "--json", target)
                .succeeded()
                .out()
                .lines()
                .map(HelpAndJsonTest::parse)
                .toList();

        assertThat(rows).hasSizeGreaterThan(1);
        long end = 0;
        for (Map<String, Object> row : rows) {
            assertThat(row.keySet()).startsWith("start", "length", "kind");
            assertThat(row).containsEntry("start", (int) end);
            end += (Integer) Objects.requireNonNull(row.get("length"));
        }
        assertThat(end).isEqualTo(1234944);
        assertThat(Command.run("map", target).succeeded().out().lines()).hasSize(rows.size() + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vg1", "sha256", "md5"})
    void aDigest(String algorithm) {
        Map<String, Object> tree = json("digest", "--json", "-a", algorithm, raw);

        assertThat(tree.keySet()).containsExactly("image", "format", "virtualBytes", "algorithm", "digest");
        assertThat(tree).containsEntry("algorithm", algorithm);
    }

    @Test
    void aComparison() {
        json("convert", "--json", raw, target);
        Map<String, Object> same = json("compare", "--json", raw, target);
        Map<String, Object> strict = parse(Command.run("compare", "--json", "--strict", raw, target)
                .ended(ExitCode.FAILED)
                .out());

        assertThat(same.keySet()).containsExactly("same", "sameContent", "a", "b");
        assertThat(same).containsEntry("same", true).containsEntry("sameContent", true);
        assertThat(strict).containsEntry("same", false).containsEntry("sameContent", true);
    }

    private static Map<String, Object> json(Object... arguments) {
        Command.Outcome outcome = Command.run(arguments).succeeded();
        assertThat(outcome.err()).isEmpty();
        return parse(outcome.out());
    }

    private static Map<String, Object> parse(String text) {
        return JsonMapper.builder().build().readValue(text, TREE);
    }
}
