package io.vmloom.queue.local;

import io.vmloom.queue.PartitionOwners;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** For the only coordinator there is: it has everything. */
public record SoleOwner(int partitions) implements PartitionOwners {
    @Override
    public void join(String address, Member member) {
        Set<Integer> all = IntStream.range(0, partitions).boxed().collect(Collectors.toSet());
        member.claim(all);
    }

    /** It never has to look for another one. */
    @Override
    public Map<Integer, String> addresses() {
        return Map.of();
    }

    @Override
    public void close() {}
}
