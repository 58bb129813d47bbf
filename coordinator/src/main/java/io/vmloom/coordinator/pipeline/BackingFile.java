package io.vmloom.coordinator.pipeline;

import io.vmloom.error.RequestException;
import io.vmloom.extent.Parent;
import io.vmloom.store.Location;
import java.nio.file.Path;

/**
 * The image that a target is to name as the one below it. The user named it, so that it may be opened.
 *
 * @param place where the name leads to from the target, as a reader of the target would find it
 */
record BackingFile(ItemContext item, InspectStep inspect, Parent.Named name, Location place) {
    private static final String UP = "../";

    static BackingFile of(ItemContext item, InspectStep inspect, Parent.Named name) {
        return new BackingFile(item, inspect, name, place(item.request().target(), name.name()));
    }

    private static Location place(Location target, String name) {
        return switch (target) {
            case Location.OnDisk(Path path) ->
                new Location.OnDisk(path.resolveSibling(name).normalize());
            case Location.InBucket object -> {
                String folder = object.key().substring(0, object.key().lastIndexOf('/') + 1);
                String rest = name;
                while (rest.startsWith(UP) && !folder.isEmpty()) {
                    rest = rest.substring(UP.length());
                    folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
                }
                if (rest.startsWith("/") || rest.startsWith(UP)) {
                    throw new RequestException(
                            target + ": the backing file of an object must be one of the same bucket,"
                                    + " named from the target's place on, got: '" + name
                                    + "'; write for instance ../base.qcow2");
                }
                yield object.withKey(folder + rest);
            }
        };
    }

    /** Opens it with whatever is below it, which has to be among the files that the user allowed the source. */
    InspectedSource open() {
        return inspect.run(place, name.format(), "", item.request().trust());
    }
}
