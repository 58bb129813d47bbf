package io.vmloom.coordinator.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in a log of its own who wanted to change what for whom, and what became of it. */
final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger("io.vmloom.audit");

    /** What the sender wrote stands in the log only if it can not be taken for something else. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,100}");

    private static final String UNKNOWN = "-";

    private Audit() {}

    /** Handles a request by going on with it. */
    static void follow(Endpoint endpoint, RoutingContext request) {
        request.addEndHandler(_ -> tell(endpoint, request));
        request.next();
    }

    private static void tell(Endpoint endpoint, RoutingContext request) {
        Optional<Caller> caller = Caller.known(request);
        Optional<String> named = Optional.ofNullable(request.pathParam("id"))
                .filter(id -> ID.matcher(id).matches());
        boolean answered = request.response().ended();
        int status = request.response().getStatusCode();
        LOG.atInfo()
                .addKeyValue("act", endpoint.name().toLowerCase(Locale.ROOT))
                .addKeyValue(
                        "subject",
                        caller.map(known -> known.principal().subject()).orElse(UNKNOWN))
                .addKeyValue("tenant", caller.flatMap(Caller::tenant).orElse(UNKNOWN))
                .addKeyValue(
                        "batch", caller.flatMap(Caller::batch).or(() -> named).orElse(UNKNOWN))
                .addKeyValue("from", request.request().remoteAddress().hostAddress())
                .addKeyValue("status", answered ? String.valueOf(status) : UNKNOWN)
                .log(!answered ? "broken off" : status < 400 ? "done" : "refused");
    }
}
