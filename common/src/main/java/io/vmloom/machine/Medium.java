package io.vmloom.machine;

/** What a drive holds. References are text from the source: opaque, and opened by nobody here. */
public sealed interface Medium {
    Medium EMPTY = new Empty();

    record Empty() implements Medium {}

    /**
     * A file.
     *
     * @param format as vmloom names it; empty where the configuration does not say
     */
    record Image(String reference, String format) implements Medium {
        public Image {
            Machine.require(!reference.isEmpty(), "an image must have a reference, got none");
        }
    }

    /**
     * A device of the host.
     *
     * @param device its path or name; empty for whichever the host finds
     */
    record HostDevice(String device) implements Medium {}
}
