package io.vmloom.coordinator.access;

import io.vmloom.tenant.Tenants;
import java.util.List;
import java.util.Optional;

/**
 * Who may use the API, and what for whom.
 *
 * @param authenticators asked one after the other; with none nobody is asked who they are
 * @param tenants what may be touched on behalf of each
 */
public record Access(List<Authenticator> authenticators, Tenants tenants) {
    /** For whoever reaches it. */
    public static final Access OPEN = new Access(List.of(), Tenants.UNRESTRICTED);

    public Access {
        authenticators = List.copyOf(authenticators);
    }

    public boolean isOpen() {
        return authenticators.isEmpty();
    }

    /** Whose token it is; see {@link Authenticator#authenticate}. */
    public Optional<Principal> authenticate(String token) {
        return authenticators.stream()
                .flatMap(one -> one.authenticate(token).stream())
                .findFirst();
    }
}
