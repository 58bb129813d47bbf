package io.vmloom.machine;

/** Something that is tried at the start. */
public sealed interface BootDevice {
    /** Every device of a kind, in the order of their slots. */
    record Any(Kind kind) implements BootDevice {}

    /** The drive in this slot. */
    record OneDrive(Slot slot) implements BootDevice {}

    /** The network card at this place in the machine's list, from 0. */
    record OneNic(int index) implements BootDevice {}

    /** Kinds of devices to start from. */
    enum Kind {
        DISK,
        OPTICAL,
        FLOPPY,
        NETWORK
    }
}
