package io.vmloom.layout;

import io.vmloom.store.StoreCapabilities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Part plan of a target whose fragments stand in range order with nothing between them. */
final class OrderedParts {
    private final PartRequest request;
    private final StoreCapabilities limits;
    private final PartList list;
    private final List<Integer> tooShort = new ArrayList<>();
    private long minimumBytes;

    OrderedParts(PartRequest request) {
        this.request = request;
        this.limits = request.limits();
        this.list = PartPlanner.listWithFront(request);
    }

    PartPlan plan() {
        List<FragmentSize> run = new ArrayList<>();
        for (FragmentSize fragment : request.fragments()) {
            if (fragment.direct()) {
                compose(run);
                run.clear();
                list.direct(request.directPart(fragment.range()), fragment);
            } else if (fragment.lengthBytes() > 0) {
                run.add(fragment);
            }
        }
        if (!tooShort.isEmpty()) {
            return reencode();
        }
        composeLast(run);
        return list.complete();
    }

    private void compose(List<FragmentSize> run) {
        long length = run.isEmpty() ? 0 : list.waitingFrontBytes() + Pools.bytes(run);
        if (length > 0 && length < limits.minPartBytes()) {
            FragmentSize longest = run.stream()
                    .max(Comparator.comparingLong(FragmentSize::lengthBytes))
                    .orElseThrow();
            tooShort.add(longest.range());
            minimumBytes = Math.max(minimumBytes, limits.minPartBytes() - (length - longest.lengthBytes()));
            return;
        }
        for (List<FragmentSize> group : Pools.groupWithoutRest(run, limits)) {
            list.packed(number(group), group);
        }
    }

    private void composeLast(List<FragmentSize> run) {
        if (run.isEmpty()) {
            list.tail(request.firstPooledPart(), request.tailBytes());
            return;
        }
        List<List<FragmentSize>> groups = Pools.group(run, limits);
        for (List<FragmentSize> group : groups.subList(0, groups.size() - 1)) {
            list.packed(number(group), group);
        }
        List<FragmentSize> last = groups.getLast();
        list.packedLast(number(last), last, request.firstPooledPart(), request.tailBytes());
    }

    private PartPlan reencode() {
        if (request.arrangement() == Arrangement.IDENTITY) {
            throw new IllegalArgumentException("ranges of an identity target must have at least "
                    + limits.minPartBytes() + " bytes each but the last, got shorter ones: " + tooShort);
        }
        return new PartPlan.Reencode(tooShort, minimumBytes);
    }

    private int number(List<FragmentSize> group) {
        return request.directPart(group.getFirst().range());
    }
}
