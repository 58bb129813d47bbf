package io.vmloom.coordinator.access;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the roles stand in a token: texts {@code TENANT:ROLE}, as a list or with spaces between, or tenants with their
 * roles. What is not understood is left out: it may be meant for others.
 *
 * @param name of the claim; words with dots lead into claims that lie in others, unless there is one of the whole name
 */
record RoleClaim(String name) {
    Map<String, AccessRole> of(Map<String, Object> claims) {
        Map<String, AccessRole> roles = new HashMap<>();
        Object found = found(claims);
        if (found instanceof Map<?, ?> tenants) {
            tenants.forEach((tenant, role) -> add(roles, tenant + ":" + role));
        } else if (found instanceof Collection<?> texts) {
            texts.forEach(text -> add(roles, String.valueOf(text)));
        } else if (found instanceof String texts) {
            List.of(texts.split(" ", -1)).forEach(text -> add(roles, text));
        }
        return roles;
    }

    private @Nullable Object found(Map<String, Object> claims) {
        Object whole = claims.get(name);
        if (whole != null) {
            return whole;
        }
        Object inner = claims;
        for (String word : name.split("\\.", -1)) {
            inner = inner instanceof Map<?, ?> map ? map.get(word) : null;
        }
        return inner;
    }

    private static void add(Map<String, AccessRole> roles, String text) {
        int colon = text.lastIndexOf(':');
        Optional<AccessRole> role = AccessRole.named(text.substring(colon + 1));
        if (colon > 0 && role.isPresent()) {
            roles.merge(text.substring(0, colon), role.get(), (one, other) -> one.covers(other) ? one : other);
        }
    }
}
