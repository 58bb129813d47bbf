package io.vmloom.coordinator.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do for a tenant; each may do what those before it may. Names are a contract. */
public enum AccessRole {
    /** See batches, reports and events. */
    VIEWER,
    /** Submit, and give orders. */
    OPERATOR,
    /** Purge. */
    ADMIN;

    boolean covers(AccessRole needed) {
        return compareTo(needed) >= 0;
    }

    static Optional<AccessRole> named(String name) {
        return Arrays.stream(values()).filter(role -> role.label().equals(name)).findFirst();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
