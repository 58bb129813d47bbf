package io.vmloom.extent;

import java.util.List;

/** What an image that holds only changes says of the image below it. */
public sealed interface Parent {
    /**
     * A file name and nothing else; its disk may be smaller or larger.
     *
     * @param format as the image has it, or empty
     */
    record Named(String name, String format) implements Parent {}

    /**
     * An image of the same size with a known identity.
     *
     * @param names where it was when the child was made, best first; may be empty
     * @param identity one of the parent's {@link DiskImage#identities()}
     */
    record Identified(List<String> names, String identity) implements Parent {
        public Identified {
            names = List.copyOf(names);
        }
    }
}
