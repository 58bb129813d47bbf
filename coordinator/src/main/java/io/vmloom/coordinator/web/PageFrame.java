package io.vmloom.coordinator.web;

import static io.vmloom.coordinator.web.Html.attribute;
import static io.vmloom.coordinator.web.Html.element;

/** What all pages have around their content. */
final class PageFrame {
    private static final String RELOAD_SECONDS = "5";

    private PageFrame() {}

    /**
     * A whole document. Without scripts it loads itself anew now and then.
     *
     * @param secured whether the service asks for tokens
     */
    static String page(String title, boolean secured, Html content) {
        Html head = element(
                "head",
                new Html(
                        "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"),
                element("title", title + " · vmloom"),
                new Html("<link rel=\"icon\" href=\"/ui/icon.svg\"><link rel=\"stylesheet\" href=\"/ui/style.css\">"),
                new Html("<script src=\"/ui/theme.js\"></script><script type=\"module\" src=\"/ui/app.js\"></script>"),
                new Html("<noscript><meta http-equiv=\"refresh\" content=\"" + RELOAD_SECONDS + "\"></noscript>"));
        Html bar = element(
                "header class=\"bar\"",
                element(
                        "a class=\"brand\" href=\"/\"",
                        new Html("<img src=\"/ui/icon.svg\" alt=\"\">"),
                        element("span", "vmloom")),
                element("div id=\"tools\""));
        Html body = element(
                "body" + attribute("data-access", secured ? "token" : "open"),
                element("a class=\"skip\" href=\"#main\"", "To the content"),
                bar,
                element("p id=\"trouble\" role=\"status\" hidden"),
                element("main id=\"main\"", content));
        return "<!doctype html>\n" + element("html lang=\"en\"", head, body).source() + "\n";
    }
}
