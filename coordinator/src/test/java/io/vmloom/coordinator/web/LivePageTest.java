package io.vmloom.coordinator.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LivePageTest {
    private static final String HOSTILE = "<script>alert('1')</script>\"&";
    private static final String HARMLESS = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;";
    private static final Pattern IMPORT = Pattern.compile("from \"\\./([^\"]+)\"");

    @Test
    void namesAreTextWhateverStandsInThem() {
        JsonNode batch = tree("""
                {"id": "%1$s", "name": "%1$s", "tenant": "%1$s", "state": "ACTIVE", "percent": 12, "doneBytes": 1,
                 "expectedBytes": 2, "counts": {"total": 1},
                 "items": [{"name": "%1$s", "number": 0, "state": "FAILED", "message": "%1$s", "percent": 3}]}
                """);
        JsonNode item = tree("""
                {"batch": "%1$s", "batchName": "%1$s", "name": "%1$s", "source": "%1$s", "target": "%1$s",
                 "state": "FAILED", "message": "%1$s", "next": "%1$s", "percent": 3}
                """);
        JsonNode list = JsonMapper.shared()
                .createObjectNode()
                .set("batches", JsonMapper.shared().createArrayNode().add(batch));

        for (String page : List.of(
                LivePage.list(list, false),
                LivePage.batch(batch, false),
                LivePage.item(item, false),
                LivePage.problem(HOSTILE, false))) {
            assertThat(page).contains(HARMLESS).doesNotContain("<script>alert").doesNotContain("alert('1')");
        }
    }

    @Test
    void whatABrowserWithoutScriptsShowsIsWhatTheApiAnswers() {
        JsonNode list = JsonMapper.shared().readTree("""
                {"total": 1, "batches": [{"id": "b00-1", "name": "night", "state": "ACTIVE", "percent": 41,
                 "doneBytes": 1048576, "expectedBytes": 2097152, "bytesPerSecond": 524288, "etaSeconds": 130,
                 "counts": {"total": 9, "succeeded": 2, "failed": 1}}]}
                """);

        String page = LivePage.list(list, false);

        assertThat(page)
                .contains("<a href=\"/batches/b00-1\">night</a>")
                .contains("<progress max=\"100\" value=\"41\">")
                .contains("3 of 9")
                .contains("1.0 MiB of 2.0 MiB")
                .contains("512.0 KiB/s")
                .contains("2 min 10 s")
                .contains("<noscript><meta http-equiv=\"refresh\"");
    }

    @Test
    void noPageHasAScriptOrAStyleInItself() {
        assertThat(LivePage.unknownCaller())
                .doesNotContainPattern("<script[^>]*>[^<]")
                .doesNotContain("style=\"")
                .doesNotContain("<style")
                .doesNotContainPattern(" on[a-z]+=");
    }

    @ParameterizedTest
    @EnumSource(Asset.class)
    void whatAFileImportsIsServedToo(Asset asset) {
        assertThat(IMPORT.matcher(asset.content()).results().map(match -> match.group(1)))
                .allSatisfy(file -> assertThat(Asset.named(file)).isPresent());
    }

    @Test
    void everyFileThatIsThereIsServed() throws Exception {
        Path folder = Path.of(Objects.requireNonNull(Asset.class.getResource("app.js"))
                        .toURI())
                .getParent();
        try (Stream<Path> files = Files.list(Objects.requireNonNull(folder))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .filter(name -> !name.endsWith(".class")))
                    .allSatisfy(name -> assertThat(Asset.named(name)).isPresent());
        }
        assertThat(Asset.named("../http/openapi.yaml")).isEmpty();
    }

    private static JsonNode tree(String json) {
        return JsonMapper.shared().readTree(json.formatted(HOSTILE.replace("\"", "\\\"")));
    }
}
