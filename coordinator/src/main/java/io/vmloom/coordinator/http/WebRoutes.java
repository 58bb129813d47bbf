package io.vmloom.coordinator.http;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmloom.coordinator.web.Asset;
import io.vmloom.coordinator.web.LivePage;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The live page. It shows what the API answers to whoever asks; to a browser, which can not send a token with the address
 * of a page, it is the empty page with its script.
 */
final class WebRoutes {
    /** Nothing but files of this server, and no script or style inside a page. */
    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    private final Vertx vertx;
    private final Guard guard;
    private final boolean secured;

    WebRoutes(Vertx vertx, Guard guard, boolean secured) {
        this.vertx = vertx;
        this.guard = guard;
        this.secured = secured;
    }

    /** @param elsewhere the coordinator that has the batch of a request, if it is another one */
    void mount(
            Router router,
            BatchResource batches,
            WatchResource watch,
            Function<RoutingContext, Optional<URI>> elsewhere,
            Colleagues colleagues) {
        router.get("/ui/:file").handler(request -> answer(request, () -> asset(request)));
        page(router, "/", request -> () -> shown(batches.list(request), LivePage::list));
        page(
                router,
                "/batches/:id",
                request -> () -> elsewhere
                        .apply(request)
                        .map(other -> colleagues.answer(other, request, request.body()))
                        .orElseGet(() -> shown(batches.status(request), LivePage::batch)));
        page(
                router,
                "/batches/:id/items/:item",
                request -> () -> elsewhere
                        .apply(request)
                        .map(other -> colleagues.answer(other, request, request.body()))
                        .orElseGet(() -> shown(watch.item(request), LivePage::item)));
    }

    private void page(Router router, String path, Function<RoutingContext, Callable<Answer>> content) {
        router.get(path).handler(guard::recognise);
        router.get(path)
                .handler(request -> answer(
                        request,
                        Caller.known(request).isPresent()
                                ? content.apply(request)
                                : () -> html(200, LivePage.unknownCaller())));
    }

    private Answer shown(Answer answer, BiFunction<JsonNode, Boolean, String> page) {
        return html(answer.status(), page.apply(JsonMapper.shared().readTree(answer.body()), secured));
    }

    private static Answer html(int status, String page) {
        return Answer.text(status, LivePage.CONTENT_TYPE, page);
    }

    private static Answer asset(RoutingContext request) {
        return Asset.named(String.valueOf(request.pathParam("file")))
                .map(asset ->
                        Answer.text(200, asset.contentType(), asset.content()).tagged(request.request()))
                .orElseGet(() -> html(404, LivePage.problem("there is nothing at this path", false)));
    }

    private void answer(RoutingContext request, Callable<Answer> content) {
        vertx.executeBlocking(content, false)
                .otherwise(failure -> {
                    Problem problem = Problem.of(failure);
                    return html(problem.status(), LivePage.problem(problem.detail(), secured));
                })
                .onSuccess(answer -> answer.with("Content-Security-Policy", POLICY)
                        .with("Referrer-Policy", "no-referrer")
                        .send(request.response()));
    }
}
