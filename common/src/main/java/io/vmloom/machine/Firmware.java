package io.vmloom.machine;

/** What starts the guest. {@code nvram} is the file that keeps its variables, as the source names it; empty for none. */
public sealed interface Firmware {
    Firmware BIOS = new Bios("");

    String nvram();

    record Bios(String nvram) implements Firmware {}

    record Uefi(SecureBoot secureBoot, String nvram) implements Firmware {}

    /** Whether the firmware starts signed loaders only. */
    enum SecureBoot {
        ON,
        OFF
    }
}
