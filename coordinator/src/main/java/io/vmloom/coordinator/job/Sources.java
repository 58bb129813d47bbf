package io.vmloom.coordinator.job;

import io.vmloom.error.RequestException;
import io.vmloom.store.Location;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The images that one disk is made of, in the order in which they follow each other; mostly only one.
 *
 * @param member the file inside the only one, which is an archive
 */
public record Sources(List<Location> all, Optional<String> member) {
    public Sources {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("a disk must be made of something");
        }
        if (all.size() > 1 && member.isPresent()) {
            throw new RequestException("a member is of one archive, and there are " + all.size() + " sources");
        }
    }

    /** Of files that are images themselves. */
    public Sources(List<Location> all) {
        this(all, Optional.empty());
    }

    /** Of an image inside an archive. */
    public static Sources member(Location archive, String name) {
        return new Sources(List.of(archive), Optional.of(name));
    }

    public static Sources of(Location only) {
        return new Sources(List.of(only));
    }

    /** Throws {@link RequestException} when a snapshot is wanted of several images: nobody could say of which. */
    public void requireOneFor(String snapshot) {
        if (all.size() > 1 && !snapshot.isEmpty()) {
            throw new RequestException("a snapshot can be read of one source, and there are " + all.size()
                    + "; convert the snapshot by itself first");
        }
    }

    /** As it stands in messages and reports. */
    @Override
    public String toString() {
        return all.stream().map(Location::toString).collect(Collectors.joining(" + "))
                + member.map(name -> "(" + name + ")").orElse("");
    }
}
