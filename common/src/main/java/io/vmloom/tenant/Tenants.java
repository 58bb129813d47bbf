package io.vmloom.tenant;

import io.vmloom.error.RequestException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What every tenant may touch. A tenant that is not among them may touch nothing. */
public final class Tenants {
    /** Whose everything is that says nothing else. */
    public static final String USUAL = "default";

    /** Where nobody keeps tenants apart. */
    public static final Tenants UNRESTRICTED = new Tenants(Optional.empty());

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final Optional<Map<String, Allowance>> allowances;

    private Tenants(Optional<Map<String, Allowance>> allowances) {
        this.allowances = allowances;
    }

    public static Tenants of(Map<String, Allowance> allowances) {
        return new Tenants(Optional.of(Map.copyOf(allowances)));
    }

    /** The name, if it can be one; else a {@link RequestException}. */
    public static String checkedName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new RequestException(
                    "a tenant's name must be letters, digits, dots, dashes and underscores, 100 at most");
        }
        return name;
    }

    public Allowance of(String tenant) {
        return allowances
                .map(known -> known.getOrDefault(tenant, Allowance.nothing(tenant)))
                .orElseGet(() -> Allowance.everything(tenant));
    }

    boolean restricted() {
        return allowances.isPresent();
    }
}
