package io.vmloom.machine.ovf;

import io.vmloom.machine.Bus;
import io.vmloom.machine.Controller;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Slot;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An item for a controller; of IDE controllers, for each of the two channels.
 *
 * @param address its number; empty where it has none
 */
record ControllerElement(int type, String caption, String address, String subType) {
    private static final int CHANNELS = 2;
    private static final int DRIVES_OF_CHANNEL = 2;

    /** Names the item that a slot belongs to; in alphabetical order they are in the order of their numbers. */
    static String key(Slot slot) {
        return slot.bus() == Bus.IDE
                ? key(Bus.IDE, slot.controller() * CHANNELS + slot.unit() / DRIVES_OF_CHANNEL)
                : key(slot.bus(), slot.controller());
    }

    /** Names the items of a controller. */
    static List<String> keys(Controller controller) {
        return switch (controller.bus()) {
            case IDE ->
                List.of(key(Bus.IDE, controller.index() * CHANNELS), key(Bus.IDE, controller.index() * CHANNELS + 1));
            case FLOPPY -> List.of();
            case SATA, SCSI, NVME, VIRTIO, USB -> List.of(key(controller.bus(), controller.index()));
        };
    }

    /** A drive's address on the item that it belongs to. */
    static int unit(Slot slot) {
        return slot.bus() == Bus.IDE ? slot.unit() % DRIVES_OF_CHANNEL : slot.unit();
    }

    static ControllerElement of(String key, Machine machine) {
        int colon = key.indexOf(' ');
        Bus bus = Bus.valueOf(key.substring(0, colon));
        int number = Integer.parseInt(key.substring(colon + 1));
        int index = bus == Bus.IDE ? number / CHANNELS : number;
        Optional<Controller.Model> model = machine.controller(bus, index).flatMap(Controller::model);
        String caption = bus.name() + " controller " + number;
        String address = Integer.toString(number);
        return switch (bus) {
            case IDE -> new ControllerElement(Item.IDE, caption, address, model.isPresent() ? "PIIX4" : "");
            case SCSI ->
                new ControllerElement(
                        Item.SCSI,
                        caption,
                        address,
                        model.map(ControllerElement::scsi).orElse(""));
            case SATA -> new ControllerElement(Item.OTHER_STORAGE, caption, address, "vmware.sata.ahci");
            case NVME -> new ControllerElement(Item.OTHER_STORAGE, caption, address, "vmware.nvme.controller");
            case VIRTIO -> new ControllerElement(Item.OTHER_STORAGE, caption, address, "virtio");
            case USB, FLOPPY ->
                new ControllerElement(
                        Item.USB,
                        caption,
                        address,
                        model.map(ControllerElement::usb).orElse(""));
        };
    }

    private static String key(Bus bus, int number) {
        return String.format(Locale.ROOT, "%s %04d", bus.name(), number);
    }

    private static String scsi(Controller.Model model) {
        return switch (model) {
            case LSILOGIC -> "lsilogic";
            case LSISAS1068 -> "lsilogicsas";
            case BUSLOGIC -> "buslogic";
            case PVSCSI -> "VirtualSCSI";
            case VIRTIO_SCSI -> "VirtioSCSI";
            case PIIX, AHCI, UHCI, EHCI, XHCI -> "";
        };
    }

    private static String usb(Controller.Model model) {
        return switch (model) {
            case XHCI -> "vmware.usb.xhci";
            case EHCI -> "vmware.usb.ehci";
            case UHCI -> "vmware.usb.uhci";
            case LSILOGIC, LSISAS1068, BUSLOGIC, PVSCSI, VIRTIO_SCSI, PIIX, AHCI -> "";
        };
    }
}
