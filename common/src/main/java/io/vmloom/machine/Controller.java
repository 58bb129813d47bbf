package io.vmloom.machine;

import java.util.Optional;

/**
 * What drives or USB devices are attached to.
 *
 * @param model empty where the source leaves it to the hypervisor, and for IDE and SATA, which have one model each
 */
public record Controller(Bus bus, int index, Optional<Model> model) {
    /** Chips that guests have drivers for, or have not. */
    public enum Model {
        LSILOGIC(Bus.SCSI),
        LSISAS1068(Bus.SCSI),
        BUSLOGIC(Bus.SCSI),
        PVSCSI(Bus.SCSI),
        VIRTIO_SCSI(Bus.SCSI),
        PIIX(Bus.IDE),
        AHCI(Bus.SATA),
        UHCI(Bus.USB),
        EHCI(Bus.USB),
        XHCI(Bus.USB);

        private final Bus bus;

        Model(Bus bus) {
            this.bus = bus;
        }

        public Bus bus() {
            return bus;
        }
    }

    public Controller {
        Machine.require(
                index >= 0 && index < Machine.MAX_DEVICES, "controllers must be numbered from 0, got: " + index);
        Machine.require(
                model.isEmpty() || model.orElseThrow().bus() == bus,
                "a controller's model must be one of its bus, got: " + model + " on " + bus);
        // every controller of these buses is of this one model
        model = model.filter(one -> one != Model.AHCI && one != Model.PIIX);
    }

    public static Controller of(Bus bus, int index) {
        return new Controller(bus, index, Optional.empty());
    }

    public static Controller of(int index, Model model) {
        return new Controller(model.bus(), index, Optional.of(model));
    }
}
