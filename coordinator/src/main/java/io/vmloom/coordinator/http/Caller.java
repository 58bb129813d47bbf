package io.vmloom.coordinator.http;

import io.vertx.ext.web.RoutingContext;
import io.vmloom.coordinator.access.Principal;
import java.util.Objects;
import java.util.Optional;

/** Who sent a request, and what it turns out to be about. Thread-safe. */
final class Caller {
    private static final String KEY = Caller.class.getName();

    private final Principal principal;
    private volatile Optional<String> batch = Optional.empty();
    private volatile Optional<String> tenant = Optional.empty();

    private Caller(Principal principal) {
        this.principal = principal;
    }

    /** Of a request whose sender is known. */
    static Caller of(RoutingContext request) {
        return known(request).orElseThrow();
    }

    static Optional<Caller> known(RoutingContext request) {
        return Optional.ofNullable(request.get(KEY));
    }

    static void is(RoutingContext request, Principal principal) {
        request.put(KEY, new Caller(Objects.requireNonNull(principal)));
    }

    Principal principal() {
        return principal;
    }

    void concerns(String batchId) {
        batch = Optional.of(batchId);
    }

    void concernsTenant(String name) {
        tenant = Optional.of(name);
    }

    Optional<String> batch() {
        return batch;
    }

    Optional<String> tenant() {
        return tenant;
    }
}
