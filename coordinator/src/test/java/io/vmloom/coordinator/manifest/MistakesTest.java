package io.vmloom.coordinator.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.error.RequestException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MistakesTest {
    @Test
    void allMistakesAreToldInTheOrderOfTheText() {
        List<String> mistakes = mistakes("""
                apiVersion: vmloom.io/v1
                name: exit/2026
                priority: 100
                limits: {speed: 3, maxConcurrentItems: 0}
                windows: [{from: noon, until: "20:00"}, {from: "20:00"}]
                webhooks: [{url: http://a/}]
                colour: red
                items:
                  - source: {uri: a.raw, fromat: raw}
                    output: {uri: a.qcow2, options: {cluster_size: 3}}
                  - source: {uri: b.raw}
                  - source: {uri: c.raw, salvage: maybe}
                    output: {uri: a.qcow2}
                  - source: {uri: d.raw}
                    output: {uri: d.qcow2}
                """);

        assertThat(mistakes)
                .satisfiesExactly(
                        name -> assertThat(name).startsWith("m.yaml:2:7: name: must be letters"),
                        priority -> assertThat(priority).startsWith("m.yaml:3:11: priority: must be"),
                        speed -> assertThat(speed).startsWith("m.yaml:4:10: unknown key 'speed' in limits"),
                        count -> assertThat(count).startsWith("m.yaml:4:40: limits.maxConcurrentItems: must be"),
                        from -> assertThat(from).startsWith("m.yaml:5:18: windows[0].from: must be a time of the day"),
                        until -> assertThat(until).startsWith("m.yaml:5:41: windows[1] has no 'until'"),
                        url -> assertThat(url).startsWith("m.yaml:6:18: webhooks[0].url: must be https"),
                        colour -> assertThat(colour).startsWith("m.yaml:7:1: unknown key 'colour'"),
                        format -> assertThat(format).startsWith("m.yaml:9:26: unknown key 'fromat'"),
                        options -> assertThat(options).startsWith("m.yaml:10:37: items[0].output.options: /a.qcow2"),
                        output -> assertThat(output).startsWith("m.yaml:11:5: items[1] has no 'output'"),
                        salvage -> assertThat(salvage).startsWith("m.yaml:12:35: items[2].source.salvage: must be"));
    }

    @Test
    void aDocumentThatIsNoneHasOneMistake() {
        assertThat(mistakes("name: [")).hasSize(1);
        assertThat(mistakes("apiVersion: v2\nname: a\n")).hasSize(1);
    }

    @Test
    void nobodyReadsMoreThanAThousand() {
        String item = "  - {source: {uri: a.raw}, output: {}}\n";

        assertThat(mistakes("apiVersion: vmloom.io/v1\nname: a\nitems:\n" + item.repeat(1500)))
                .hasSize(1000);
    }

    private static List<String> mistakes(String text) {
        return ManifestReader.mistakes("m.yaml", text.getBytes(UTF_8), Path.of("/"), new FileLists()).stream()
                .map(RequestException::getMessage)
                .map(String::valueOf)
                .toList();
    }
}
