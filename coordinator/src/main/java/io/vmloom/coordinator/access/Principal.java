package io.vmloom.coordinator.access;

import io.vmloom.error.StoreException;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Somebody who uses the API.
 *
 * @param subject who it is; printable, for it stands in logs
 * @param roles by tenant, {@value #ALL} for every one
 */
public record Principal(String subject, Map<String, AccessRole> roles) {
    static final String ALL = "*";

    private static final Pattern SUBJECT = Pattern.compile("[\\p{Print}&&[^\"]]{1,200}");

    /** Where nobody is asked who they are. */
    public static final Principal ANYBODY = new Principal("anybody", Map.of(ALL, AccessRole.ADMIN));

    public Principal {
        if (!SUBJECT.matcher(subject).matches()) {
            throw new IllegalArgumentException("a subject must be 1 to 200 printable characters without quotes");
        }
        roles = Map.copyOf(roles);
    }

    public boolean may(AccessRole needed, String tenant) {
        return holds(ALL, needed) || holds(tenant, needed);
    }

    /** Throws {@code ACCESS_DENIED} unless it may. */
    public void require(AccessRole needed, String tenant) {
        if (!may(needed, tenant)) {
            throw StoreException.accessDenied(
                    "tenant '" + tenant + "'", "'" + subject + "' is not its " + needed.label(), null);
        }
    }

    private boolean holds(String tenant, AccessRole needed) {
        AccessRole role = roles.get(tenant);
        return role != null && role.covers(needed);
    }
}
