package io.vmloom.coordinator.schedule;

import java.util.HashMap;
import java.util.Map;

/** How many items of some batches are under way, in all and of each tenant. */
final class ItemsUnderWay {
    private final Map<String, Integer> byTenant = new HashMap<>();
    private int all;

    /** Counts a tenant that has none, too. */
    void add(String tenant, int items) {
        byTenant.merge(tenant, items, Integer::sum);
        all += items;
    }

    void addAll(ItemsUnderWay others) {
        others.byTenant.forEach(this::add);
    }

    int all() {
        return all;
    }

    int of(String tenant) {
        return byTenant.getOrDefault(tenant, 0);
    }

    int tenants() {
        return byTenant.size();
    }
}
