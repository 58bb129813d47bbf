package io.vmloom.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.loadtest.Main;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class BenchCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpNamesEveryCase() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("Only some of: plain, bare, synced, zlib, ")
                .contains(", digest_openssl, inspect, small, fragmented.");
    }

    @Test
    void aCaseThatIsNotThereIsRefusedWithTheOnesThatAre() {
        assertThat(run("--cases", "plain,all")).isEqualTo(CommandLine.ExitCode.USAGE);

        assertThat(err.toString()).contains(" plain, ", " fragmented]", "but was 'all'");
    }

    /** One of each kind, by both programs, whose targets are compared with the disk. */
    @Test
    void aCaseOfEachKindMeasuresASmallDisk() throws IOException {
        Peers.need("qemu-img", "openssl");
        List<String> kinds =
                List.of("stream", "synced", "strewn", "s3_zlib", "cluster", "digest_openssl", "fragmented");
        Path table = directory.resolve("table.md");

        int code = run(
                "--json",
                "--runs",
                "1",
                "--size",
                "8MiB",
                "--dir",
                directory.resolve("work"),
                "--markdown",
                table,
                "--cases",
                String.join(",", kinds));

        assertThat(code).as(err.toString()).isZero();
        assertThat(JsonMapper.builder().build().readTree(out.toString()).get("cases"))
                .extracting(each -> each.get("case").asString())
                .containsExactlyElementsOf(kinds);
        assertThat(Files.readAllLines(table))
                .filteredOn(line -> line.contains(" × |"))
                .hasSize(kinds.size());
    }

    private int run(Object... arguments) {
        String[] words = Stream.concat(Stream.of("bench"), Arrays.stream(arguments))
                .map(Object::toString)
                .toArray(String[]::new);
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(words);
        line.getOut().flush();
        line.getErr().flush();
        return code;
    }
}
