package io.vmloom.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README's table of formats is what the registry says, and what it says is so. */
class SupportTableTest {
    private static final Path ROOT = Path.of("..");
    private static final String HEAD = """
            | format | read | write | read back by |
            |---|---|---|---|
            """;

    @Test
    void theReadmeHasTheTableOfTheRegistry() throws IOException {
        String table = formats().map(SupportTableTest::row).collect(Collectors.joining("", HEAD, ""));

        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("\n" + table + "\n");
    }

    @Test
    void everyFormatThatIsReadOrWrittenTellsOfItselfAndHasItsPage() {
        assertThat(formats()).allSatisfy(format -> {
            Support support = format.support().orElseThrow();
            assertThat(support.reads().isEmpty()).isEqualTo(format.reader().isEmpty());
            assertThat(support.writes().isEmpty()).isEqualTo(format.target().isEmpty());
            assertThat(support.readBackBy() + support.reads())
                    .containsAnyOf("qemu", "QEMU", "7-Zip", Support.NOT_CROSS_CHECKED);
            assertThat(ROOT.resolve(page(support))).isRegularFile();
        });
    }

    private static Stream<DiskFormat> formats() {
        return Formats.all().stream()
                .filter(format -> format.reader().isPresent() || format.target().isPresent());
    }

    private static String row(DiskFormat format) {
        Support support = format.support().orElseThrow();
        return "| [" + support.title() + "](" + page(support) + ") | "
                + Stream.of(support.reads(), support.writes(), support.readBackBy())
                        .map(text -> Optional.of(text)
                                .filter(said -> !said.isEmpty())
                                .map(said -> said + " |")
                                .orElse("|"))
                        .collect(Collectors.joining(" "))
                + "\n";
    }

    private static String page(Support support) {
        return "docs/formats/" + support.title().toLowerCase(Locale.ROOT) + ".md";
    }
}
