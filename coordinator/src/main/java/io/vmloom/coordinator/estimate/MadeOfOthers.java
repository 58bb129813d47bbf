package io.vmloom.coordinator.estimate;

import io.vmloom.appliance.OvaLayout;
import io.vmloom.coordinator.job.Making;
import io.vmloom.error.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What a rehearsal can not say by itself: how large it becomes what is made of other items' targets, for those are not there. */
final class MadeOfOthers {
    /** Told of items that broke off where those targets were missing. */
    static final String NOT_REHEARSED =
            "it is made of what other items make: its size follows from theirs, and that they are read once more is not counted";

    private MadeOfOthers() {}

    /** The same with the estimates of such items, which so far know of themselves alone. */
    static List<ItemEstimate> completed(List<ItemEstimate> items) {
        Map<String, ItemEstimate> byId = new HashMap<>();
        items.forEach(item -> byId.put(item.request().id(), item));
        return items.stream()
                .map(item -> item.message().equals(NOT_REHEARSED) ? completed(item, byId) : item)
                .toList();
    }

    private static ItemEstimate completed(ItemEstimate item, Map<String, ItemEstimate> byId) {
        List<ItemEstimate> parts = item.request().making().items().stream()
                .flatMap(id -> Optional.ofNullable(byId.get(id)).stream())
                .toList();
        Optional<ItemEstimate> refused = first(parts, Expectation.REFUSED);
        if (refused.isPresent()) {
            return item.expecting(
                    Expectation.REFUSED,
                    0,
                    0,
                    Optional.of(ErrorCode.DISK_MISSING),
                    "'" + refused.get().request().name() + "', which it is made of, would be refused");
        }
        if (item.expectation() == Expectation.COMPARED
                || first(parts, Expectation.UNKNOWN).isPresent()) {
            return item;
        }
        long around = item.maxTargetBytes();
        return switch (item.request().making()) {
            case Making.Appliance _ ->
                item.expecting(
                        Expectation.CONVERTED,
                        OvaLayout.mostBytes(around, sizes(parts, ItemEstimate::targetBytes)),
                        OvaLayout.mostBytes(around, sizes(parts, ItemEstimate::maxTargetBytes)),
                        Optional.empty(),
                        NOT_REHEARSED);
            case Making.Disk _, Making.Config _, Making.Digests _ ->
                item.expecting(Expectation.CONVERTED, around, around, Optional.empty(), NOT_REHEARSED);
        };
    }

    private static Optional<ItemEstimate> first(List<ItemEstimate> items, Expectation wanted) {
        return items.stream().filter(item -> item.expectation() == wanted).findFirst();
    }

    private static List<Long> sizes(List<ItemEstimate> items, ToLongFunction<ItemEstimate> size) {
        return items.stream().map(size::applyAsLong).toList();
    }
}
