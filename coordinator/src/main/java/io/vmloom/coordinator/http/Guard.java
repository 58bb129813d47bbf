package io.vmloom.coordinator.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vmloom.coordinator.access.Access;
import io.vmloom.coordinator.access.Principal;
import io.vmloom.error.ErrorCode;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets pass who has a token, before anything of a request's body is read.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750, bearer tokens</a>
 */
final class Guard {
    private static final String CHALLENGE = "Bearer realm=\"vmloom\"";
    private static final Pattern BEARER = Pattern.compile("(?i)Bearer +([A-Za-z0-9._~+/=-]+)");

    private final Vertx vertx;
    private final Access access;
    private final RateLimits limits;

    Guard(Vertx vertx, Access access, RateLimits limits) {
        this.vertx = vertx;
        this.access = access;
        this.limits = limits;
    }

    /** Handles a request by going on with it, or by refusing it. */
    void admit(RoutingContext request) {
        if (access.isOpen()) {
            Caller.is(request, Principal.ANYBODY);
            request.next();
            return;
        }
        request.request().pause();
        vertx.executeBlocking(() -> token(request).flatMap(access::authenticate), false)
                .onComplete(asked -> {
                    if (asked.failed()) {
                        request.fail(asked.cause());
                    } else {
                        admit(request, asked.result());
                    }
                    request.request().resume();
                });
    }

    /** The same, but goes on with a request that has no token where tokens are asked for: nothing is known of its sender. */
    void recognise(RoutingContext request) {
        if (access.isOpen() || header(request).isPresent()) {
            admit(request);
        } else {
            request.next();
        }
    }

    /** Whoever tries tokens is counted by address, so that nobody else has to wait for them. */
    private void admit(RoutingContext request, Optional<Principal> principal) {
        String who = principal
                .map(known -> "subject " + known.subject())
                .orElseGet(() -> "address " + request.request().remoteAddress().hostAddress());
        principal.ifPresent(known -> Caller.is(request, known));
        OptionalLong wait = limits.secondsToWait(who);
        if (wait.isPresent()) {
            tooMany(wait.getAsLong()).send(request.response());
        } else if (principal.isPresent()) {
            request.next();
        } else {
            refusal(request).send(request.response());
        }
    }

    private static Answer tooMany(long seconds) {
        return new Problem(
                        429,
                        ErrorCode.STORE_UNAVAILABLE,
                        "that was one request too many; ask again in " + seconds + " s")
                .answer()
                .with("Retry-After", String.valueOf(seconds));
    }

    private static Optional<String> token(RoutingContext request) {
        return header(request).map(BEARER::matcher).filter(Matcher::matches).map(matcher -> matcher.group(1));
    }

    private static Optional<String> header(RoutingContext request) {
        return Optional.ofNullable(request.request().getHeader(HttpHeaders.AUTHORIZATION));
    }

    private static Answer refusal(RoutingContext request) {
        boolean given = header(request).isPresent();
        String detail = given
                ? "the token is not known here, or holds no longer; ask whoever runs the coordinator for one"
                : "a token is needed: Authorization: Bearer TOKEN, or --token-file on the command line";
        return new Problem(401, ErrorCode.ACCESS_DENIED, detail)
                .answer()
                .with("WWW-Authenticate", given ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE);
    }
}
