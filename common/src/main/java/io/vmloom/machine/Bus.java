package io.vmloom.machine;

/** How drives are attached, and how many of them a controller can have. */
public enum Bus {
    /** One controller has two channels of two drives: the unit is channel × 2 + drive. */
    IDE(4),
    SATA(32),
    /** The unit is the target's number; of more logical units than one per target nothing is known. */
    SCSI(256),
    NVME(64),
    /** Paravirtual disks without a controller of their own: the unit counts them. */
    VIRTIO(Machine.MAX_DEVICES),
    USB(64),
    FLOPPY(2);

    private final int units;

    Bus(int units) {
        this.units = units;
    }

    /** One more than the last unit of a controller. */
    public int units() {
        return units;
    }
}
