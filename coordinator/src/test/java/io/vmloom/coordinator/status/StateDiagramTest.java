package io.vmloom.coordinator.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The diagrams of {@code docs/states.md} are what the types say; {@code -Dvmloom.golden=write} writes them. */
class StateDiagramTest {
    private static final Path PAGE = Path.of("../docs/states.md");

    @Test
    void thePageShowsTheTransitionsThatThereAre() throws IOException {
        String page = Files.readString(PAGE);
        String drawn = withDiagram(
                withDiagram(page, "batch", diagram(BatchState.all(), BatchState::name, BatchState::next, "NEW")),
                "item",
                diagram(ItemState.all(), ItemState::name, ItemState::next, "PENDING"));
        if ("write".equals(System.getProperty("vmloom.golden"))) {
            Files.writeString(PAGE, drawn);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(drawn);
    }

    @Test
    void everyStateCanBeReachedAndLeadsToAnEnd() {
        for (BatchState state : BatchState.all()) {
            assertThat(BatchState.all().stream().filter(from -> from.next().contains(state)))
                    .as("before %s", state)
                    .satisfiesAnyOf(
                            before -> assertThat(before).isNotEmpty(),
                            before -> assertThat(state).isEqualTo(BatchState.Open.NEW));
            assertThat(state.next()).isNotEmpty();
        }
        for (ItemState.Open state : ItemState.Open.values()) {
            assertThat(state.next()).contains(ItemState.Ended.FAILED, ItemState.Ended.CANCELLED);
        }
    }

    private static <S> String diagram(
            List<S> states, Function<S, String> name, Function<S, Set<S>> next, String beginning) {
        return states.stream()
                .flatMap(from -> next.apply(from).stream()
                        .sorted(Comparator.comparingInt(states::indexOf))
                        .map(to -> "    " + name.apply(from) + " --> " + name.apply(to) + "\n"))
                .collect(Collectors.joining(
                        "", "```mermaid\nstateDiagram-v2\n    [*] --> " + beginning + "\n", "```\n"));
    }

    private static String withDiagram(String page, String what, String diagram) {
        String begin = "<!-- " + what + " -->\n";
        String end = "<!-- end of " + what + " -->\n";
        int from = page.indexOf(begin) + begin.length();
        return page.substring(0, from) + diagram + page.substring(page.indexOf(end));
    }
}
