package io.vmloom.coordinator.access;

import io.vmloom.error.RequestException;
import io.vmloom.tenant.Allowance;
import io.vmloom.tenant.NamePattern;
import io.vmloom.tenant.PlacePattern;
import io.vmloom.tenant.Tenants;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The file that says what each tenant may touch; coordinator and workers read the same one when they start. */
public final class TenantsFile {
    private TenantsFile() {}

    record Document(Map<String, Row> tenants) {}

    record Row(Optional<List<String>> sources, Optional<List<String>> targets, Optional<List<String>> secrets) {}

    /** Throws {@link RequestException}. */
    public static Tenants read(Path file) {
        Map<String, Allowance> allowances = new HashMap<>();
        Documents.read(file, Document.class, "docs/access.md").tenants().forEach((tenant, row) -> {
            try {
                allowances.put(Tenants.checkedName(tenant), allowance(tenant, row));
            } catch (RequestException e) {
                throw new RequestException(file + ": tenant '" + tenant + "': " + e.getMessage());
            }
        });
        return Tenants.of(allowances);
    }

    private static Allowance allowance(String tenant, Row row) {
        return new Allowance(
                tenant,
                all(row.sources(), PlacePattern::parse),
                all(row.targets(), PlacePattern::parse),
                all(row.secrets(), NamePattern::new));
    }

    private static <T> List<T> all(Optional<List<String>> texts, Function<String, T> meaning) {
        return texts.orElse(List.of()).stream().map(meaning).toList();
    }
}
