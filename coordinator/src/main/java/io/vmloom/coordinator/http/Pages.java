package io.vmloom.coordinator.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vmloom.error.ErrorCode;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A browser says which page a request comes from; pages of other sites have no business here. Where nobody is asked who
 * they are that goes for all that are not of this machine: a site may have its own name lead to the loopback interface.
 *
 * @param ofThisMachine whether no others count
 */
record Pages(boolean ofThisMachine) {
    private static final Pattern THIS_MACHINE =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d{1,5})?");

    /** Handles a request by going on with it, or by refusing it. */
    void admit(RoutingContext request) {
        Optional<String> origin = header(request.request(), "Origin");
        Optional<String> page = origin.flatMap(Pages::authority);
        boolean ours = page.isPresent()
                && page.equals(header(request.request(), "Host"))
                && (!ofThisMachine || THIS_MACHINE.matcher(page.get()).matches());
        if (origin.isEmpty() || ours) {
            request.next();
        } else {
            new Problem(403, ErrorCode.ACCESS_DENIED, "pages of other sites may not change anything here")
                    .answer()
                    .send(request.response());
        }
    }

    private static Optional<String> header(HttpServerRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    private static Optional<String> authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
