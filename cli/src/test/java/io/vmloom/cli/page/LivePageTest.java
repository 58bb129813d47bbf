package io.vmloom.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cli.testing.ChildCommand;
import io.vmloom.cli.testing.Command;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page that {@code vmloom up} serves, while real images are converted. */
@Tag("long")
class LivePageTest {
    /** Converted for long enough that one can watch, and give orders. */
    private static final int LARGE_MIB = 256;

    /** Of several ranges. */
    private static final int SMALL_MIB = 64;

    private static final List<ChildCommand> CHILDREN = new ArrayList<>();

    @TempDir
    private static Path folder;

    private static String server = "";

    private final Browser browser = Browser.start();

    @BeforeAll
    static void start() throws Exception {
        Peers.need("chromium", "chromedriver");
        ChildCommand up = child(Map.of(), "up", "--port", "0", "--workers", "1", "--data", folder.resolve("data"));
        server = up.awaitSaying(Pattern.compile("live page: +(\\S+)/\\s"));
        up.awaitSaying(Pattern.compile("(vmloom is up)"));
        writeDisk(folder.resolve("data/s3/vmloom/large.raw"), LARGE_MIB);
        writeDisk(folder.resolve("data/s3/vmloom/small.raw"), SMALL_MIB);
    }

    @AfterAll
    static void stop() throws IOException {
        for (ChildCommand child : CHILDREN) {
            child.close();
        }
    }

    @BeforeEach
    void widen() {
        browser.resize(1400);
    }

    @AfterEach
    void close() {
        browser.close();
    }

    @Test
    void oneWatchesAnItemFromTheListToItsVerifiedEnd() throws Exception {
        submit("watched", "large");

        browser.open(server + "/");
        browser.click("a", "watched");
        browser.awaitText("h1", "watched");
        browser.awaitText(".chips", "all");
        browser.click("a", "disk");
        browser.awaitText(".badge", "converting");
        browser.awaitThat("cells that run", () -> browser.text(".legend").contains("running"));
        browser.awaitThat(
                "cells that are encoded", () -> browser.text(".legend").contains("encoded"));
        assertThat(coloursOfTheMap()).as("colours on the map").isGreaterThanOrEqualTo(3);
        assertThat(browser.text(".stages")).contains("Inspect", "Plan", "Convert", "Stitch", "Verify");
        assertThat(browser.text(".reason")).containsPattern("\\d+ workers? wanted because \\d+ tasks? / 3 per worker");
        assertThat(browser.text(".chart .legend")).contains("Source read", "Guest covered", "Target written");
        browser.awaitText(".badge", "succeeded");

        browser.awaitThat(
                "cells that are verified", () -> browser.text(".legend").contains("verified"));
        assertThat(browser.text(".map .legend")).doesNotContain("waiting", "running", "queued");
        assertThat(browser.text(".percent")).contains("100 %");
        assertThat(browser.text(".facts")).contains("vg1:");
        assertThat(browser.shows("svg .span.ours")).as("lanes of workers").isTrue();
        browser.assertNoErrors();
    }

    @Test
    void theMapIsWalkedThroughByTheKeyboard() throws Exception {
        String id = submit("keys", "small");
        command("watch", id).succeeded();
        browser.open(server + "/batches/" + id + "/items/0");
        browser.awaitText(".map", "verified");

        browser.press(Keys.TAB);
        assertThat(browser.ask("return document.activeElement.textContent")).isEqualTo("To the content");
        browser.ask("document.querySelector('.map canvas').focus(); return true");
        browser.press(Keys.ARROW_RIGHT);
        browser.press(Keys.ARROW_RIGHT);

        assertThat(browser.text(".tip")).contains("verified", "0x");
        assertThat(browser.ask("return getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
        browser.assertNoErrors();
    }

    @Test
    void aDroppedManifestIsRefusedAtItsLineAndThenTaken() throws Exception {
        browser.open(server + "/");
        browser.awaitText("h1", "Batches");

        browser.drop("mine.yaml", manifest("dropped", "small").replace("name: dropped", "name: dropped twice"));
        browser.awaitThat("the dialog", () -> browser.shows("dialog textarea"));
        browser.awaitThat(
                "the manifest in it",
                () -> browser.ask("return document.querySelector('#manifest').value")
                        .toString()
                        .contains("dropped twice"));
        browser.click("dialog button", "Submit");
        browser.awaitText(".answer", "mine.yaml:2:");
        assertThat(browser.text(".numbers .wrong")).isEqualTo("2\n");
        assertThat(browser.errors()).allMatch(error -> error.contains("status of 400"));

        browser.drop("mine.yaml", manifest("dropped", "small"));
        browser.awaitThat(
                "the mended manifest",
                () -> browser.ask("return document.querySelector('#manifest').value")
                        .toString()
                        .contains("name: dropped\n"));
        browser.click("dialog button", "Dry run");
        browser.awaitText(".answer", "1 would be converted");
        browser.click("dialog button", "Submit");

        browser.awaitThat("the page of the batch", () -> browser.url().contains("/batches/b"));
        browser.awaitText("h1", "dropped");
        browser.assertNoErrors();
    }

    @Test
    void aBatchIsPausedResumedCancelledAndRetried() throws Exception {
        String id = submit("ordered", "large");
        browser.open(server + "/batches/" + id);

        order("Pause…", "Pause", "paused");
        order("Resume…", "Resume", "active");
        order("Cancel…", "Cancel", "cancelled");
        order("Retry…", "Retry", "active");

        browser.awaitText(".title .badge", "complete");
        browser.assertNoErrors();
    }

    @Test
    void withoutScriptsTheListAndTheProgressAreThere() throws Exception {
        String id = submit("plain", "small");
        command("watch", id).succeeded();

        try (Browser plain = Browser.withoutScripts()) {
            plain.open(server + "/");
            assertThat(plain.text("table")).contains("plain", "complete", "100 %");
            plain.click("a", "plain");
            assertThat(plain.text("h1")).contains("plain");
            plain.click("a", "disk");
            assertThat(plain.text("main")).contains("disk", "succeeded", "100 %", "s3://vmloom/plain.qcow2");
        }
    }

    @Test
    void noPageIsWiderThanANarrowWindowInEitherColours() throws Exception {
        String id =
                submit("a-name-that-is-so-long-that-it-has-to-be-cut-or-broken-somewhere-in-a-narrow-window", "small");
        command("watch", id).succeeded();
        browser.resize(400);
        for (String colours : List.of("light", "dark")) {
            browser.prefer(colours);
            for (String path : List.of("/", "/batches/" + id, "/batches/" + id + "/items/0")) {
                browser.open(server + path);
                browser.awaitText("main", "complete".equals(stateOn(path)) ? "complete" : "succeeded");
                assertThat((Long) browser.ask("return document.documentElement.scrollWidth"))
                        .as(path)
                        .isLessThanOrEqualTo(400);
                assertThat(isDark()).as("%s in %s colours", path, colours).isEqualTo(colours.equals("dark"));
            }
        }
        browser.click("#theme", "Light");
        assertThat(isDark()).isFalse();
        browser.open(server + "/");
        assertThat(isDark()).as("after another page was opened").isFalse();
        browser.assertNoErrors();
    }

    @Test
    void aSecuredServiceTellsNothingUntilATokenIsGiven() throws Exception {
        String token = "0f5fdc-token-of-somebody-who-looks";
        Path tokens = Files.writeString(folder.resolve("tokens.yaml"), """
                tokens:
                  - {subject: vic, token: %s, roles: {default: viewer}}
                """.formatted(token));
        String id = submit("secret", "small");
        command("watch", id).succeeded();
        try (ChildCommand secured = child(
                Map.of("VMLOOM_HTTP_PORT", "0", "VMLOOM_AUTH_TOKENS_FILE", tokens.toString()),
                "coordinator",
                "--config",
                folder.resolve("data/endpoints.env"))) {
            String other = secured.awaitSaying(Pattern.compile("API at (\\S+)\\s"));
            browser.open(other + "/");
            browser.awaitThat("the dialog", () -> browser.shows("#token"));
            assertThat(browser.text("body")).doesNotContain("secret");
            assertThat(browser.errors()).isNotEmpty().allMatch(error -> error.contains("status of 401"));

            browser.type("#token", token, Keys.ENTER);

            browser.awaitText("table", "secret");
            browser.click("a", "secret");
            browser.awaitText(".title .badge", "complete");
            browser.click(".title button, .facts a", "JSON");
            assertThat(browser.ask("return sessionStorage.getItem('vmloom-token')"))
                    .isEqualTo(token);
            assertThat(browser.ask("return Object.keys(localStorage).length")).isEqualTo(0L);
            browser.assertNoErrors();
            secured.signal("TERM");
            secured.outcome();
        }
    }

    private void order(String button, String confirmed, String state) {
        browser.click(".title button", button);
        browser.click("dialog button", confirmed);
        browser.awaitText(".title .badge", state);
    }

    private static String stateOn(String path) {
        return path.contains("/items/") ? "succeeded" : "complete";
    }

    private boolean isDark() {
        String colour = browser.ask("return getComputedStyle(document.body).backgroundColor")
                .toString();
        List<Integer> channels = Pattern.compile("\\d+")
                .matcher(colour)
                .results()
                .map(match -> Integer.parseInt(match.group()))
                .toList();
        return channels.getFirst() < 128;
    }

    private long coloursOfTheMap() {
        return (Long) browser.ask("""
                const canvas = document.querySelector('.map canvas');
                const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                const found = new Set();
                for (let at = 0; at < pixels.length; at += 4) {
                  found.add(`${pixels[at]},${pixels[at + 1]},${pixels[at + 2]},${pixels[at + 3]}`);
                }
                return found.size;
                """);
    }

    private static String submit(String name, String disk) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".yaml"), manifest(name, disk));
        return command("submit", file).succeeded().out().strip();
    }

    private static Command.Outcome command(Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--server", server));
        return Command.run(all.toArray());
    }

    private static String manifest(String name, String disk) {
        return """
                apiVersion: vmloom.io/v1
                name: %1$s
                items:
                  - name: disk
                    source: {uri: "s3://vmloom/%2$s.raw", format: raw}
                    output: {uri: "s3://vmloom/%1$s.qcow2", options: {compress: on}}
                """.formatted(name, disk);
    }

    /** Shrinks to about a half, which takes a worker a moment. */
    private static void writeDisk(Path file, int mebibytes) throws IOException {
        Random random = new Random(7);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] piece = new byte[1 << 20];
            for (int written = 0; written < mebibytes; written++) {
                random.nextBytes(piece);
                for (int i = 0; i < piece.length; i++) {
                    piece[i] &= 0x0f;
                }
                channel.write(ByteBuffer.wrap(piece));
            }
        }
    }

    private static ChildCommand child(Map<String, String> environment, Object... arguments) throws IOException {
        ChildCommand child = ChildCommand.start(environment, arguments);
        CHILDREN.add(child);
        return child;
    }
}
