package io.vmloom.coordinator.web;

import static io.vmloom.coordinator.web.Html.all;
import static io.vmloom.coordinator.web.Html.attribute;
import static io.vmloom.coordinator.web.Html.element;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Answers of the API as pages that say the most important without any script. */
public final class LivePage {
    public static final String CONTENT_TYPE = "text/html; charset=utf-8";

    private static final String NAME = "td class=\"name\"";

    private LivePage() {}

    /** Where nothing may be shown before a script has sent a token. */
    public static String unknownCaller() {
        return PageFrame.page(
                "Batches",
                true,
                element(
                        "noscript",
                        element(
                                "p class=\"empty\"",
                                "This service asks for a token, which a browser can not send without JavaScript."
                                        + " Allow it for this page, or use the command line: vmloom batches --token-file FILE")));
    }

    /**
     * Why there is no page.
     *
     * @param secured whether the service asks for tokens
     */
    public static String problem(String detail, boolean secured) {
        return PageFrame.page("Not here", secured, all(crumbs(), element("p class=\"problem\"", detail)));
    }

    /** @param answer to the question for the list */
    public static String list(JsonNode answer, boolean secured) {
        Html rows = answer.path("batches").isEmpty()
                ? element("p class=\"empty\"", "No batch.")
                : table(
                        List.of("Batch", "State", "Progress", "Items", "Data", "Rate", "Time left"),
                        answer.path("batches").valueStream().map(LivePage::batchRow));
        return PageFrame.page("Batches", secured, all(element("h1", "Batches"), filter(), rows));
    }

    /** @param answer to the question for a batch */
    public static String batch(JsonNode answer, boolean secured) {
        String id = answer.path("id").asString("");
        String name = answer.path("name").asString("");
        Html rows = table(
                List.of("Item", "State", "Progress", "Data", "Rate", "Time left"),
                answer.path("items").valueStream().map(item -> itemRow(id, item)));
        return PageFrame.page(
                name,
                secured,
                all(
                        crumbs(),
                        title(name, answer),
                        element("p class=\"id\"", id),
                        element("div class=\"large\"", progress(answer)),
                        facts(
                                List.of("Data", Words.part(answer.path("doneBytes"), answer.path("expectedBytes"))),
                                List.of("Rate", Words.rate(answer.path("bytesPerSecond"))),
                                List.of("Time left", Words.duration(answer.path("etaSeconds"))),
                                List.of("Tenant", answer.path("tenant").asString("")),
                                List.of("Submitted", answer.path("submitted").asString(""))),
                        element("h2", "Items"),
                        rows));
    }

    /** @param answer to the question for an item */
    public static String item(JsonNode answer, boolean secured) {
        String batch = answer.path("batch").asString("");
        String name = answer.path("name").asString("");
        Html outcome = all(Stream.of("message", "next")
                .filter(answer::has)
                .map(field -> element("p class=\"problem\"", answer.path(field).asString("")))
                .toList());
        return PageFrame.page(
                name,
                secured,
                all(
                        element(
                                "nav class=\"crumbs\"",
                                element("a href=\"/\"", "Batches"),
                                element(
                                        "a" + attribute("href", "/batches/" + Words.segment(batch)),
                                        answer.path("batchName").asString(""))),
                        title(name, answer),
                        element(
                                "p class=\"id\"",
                                answer.path("source").asString("") + " → "
                                        + answer.path("target").asString("")),
                        element("div class=\"large\"", progress(answer)),
                        facts(
                                List.of("Stage", answer.path("stage").asString("–")),
                                List.of("Data", Words.part(answer.path("doneBytes"), answer.path("knownBytes"))),
                                List.of("Rate", Words.rate(answer.path("bytesPerSecond"))),
                                List.of("Time left", Words.duration(answer.path("etaSeconds"))),
                                List.of("Took", Words.duration(answer.path("seconds")))),
                        outcome));
    }

    private static Html batchRow(JsonNode batch) {
        String id = batch.path("id").asString("");
        JsonNode counts = batch.path("counts");
        long over = Stream.of("succeeded", "skipped", "failed", "cancelled")
                .mapToLong(state -> counts.path(state).asLong())
                .sum();
        return element(
                "tr",
                element(
                        NAME,
                        element(
                                "a" + attribute("href", "/batches/" + Words.segment(id)),
                                batch.path("name").asString("")),
                        element("small", id)),
                cell("State", badge(batch)),
                cell("Progress", progress(batch)),
                cell("Items", over + " of " + counts.path("total").asLong()),
                cell("Data", Words.part(batch.path("doneBytes"), batch.path("expectedBytes"))),
                cell("Rate", Words.rate(batch.path("bytesPerSecond"))),
                cell("Time left", Words.duration(batch.path("etaSeconds"))));
    }

    private static Html itemRow(String batch, JsonNode item) {
        String path = "/batches/" + Words.segment(batch) + "/items/"
                + item.path("number").asInt();
        return element(
                "tr",
                element(
                        NAME,
                        element("a" + attribute("href", path), item.path("name").asString("")),
                        element(
                                "small",
                                item.path("message")
                                        .asString(item.path("targetFormat").asString("")))),
                cell("State", badge(item)),
                cell("Progress", progress(item)),
                cell("Data", Words.part(item.path("doneBytes"), item.path("knownBytes"))),
                cell("Rate", Words.rate(item.path("bytesPerSecond"))),
                cell("Time left", Words.duration(item.path("etaSeconds"))));
    }

    /** Works by the page's own address. */
    private static Html filter() {
        return element(
                "form class=\"filters\"",
                new Html(
                        "<input type=\"search\" name=\"text\" aria-label=\"Name, id or tag\" placeholder=\"Name, id or tag\">"
                                + "<input type=\"search\" name=\"tenant\" aria-label=\"Tenant\" placeholder=\"Tenant\">"
                                + "<input type=\"search\" name=\"state\" aria-label=\"State\" placeholder=\"State\">"),
                element("button", "Filter"));
    }

    private static Html table(List<String> columns, Stream<Html> rows) {
        List<Html> heads = new ArrayList<>();
        columns.forEach(column -> heads.add(element("th scope=\"col\"", column)));
        return element(
                "table class=\"rows\"",
                element("thead", element("tr", all(heads))),
                element("tbody", all(rows.toList())));
    }

    private static Html cell(String label, Html content) {
        return element("td" + attribute("data-label", label), content);
    }

    private static Html cell(String label, String text) {
        return cell(label, Html.text(text));
    }

    private static Html crumbs() {
        return element("nav class=\"crumbs\"", element("a href=\"/\"", "Batches"));
    }

    private static Html title(String name, JsonNode status) {
        return element("div class=\"title\"", element("h1", name), badge(status));
    }

    private static Html badge(JsonNode status) {
        return element("span class=\"badge\"", Words.state(status.path("state")));
    }

    private static Html progress(JsonNode status) {
        String percent = String.valueOf(status.path("percent").asInt());
        return element(
                "span" + attribute("class", "progress " + Words.state(status.path("state"))),
                element("progress max=\"100\"" + attribute("value", percent)),
                element("span class=\"percent\"", percent + " %"));
    }

    @SafeVarargs
    private static Html facts(List<String>... facts) {
        return element(
                "dl class=\"facts\"",
                all(Stream.of(facts)
                        .map(fact -> element("div", element("dt", fact.getFirst()), element("dd", fact.getLast())))
                        .toList()));
    }
}
