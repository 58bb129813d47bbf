package io.vmloom.machine.ovf;

import io.vmloom.machine.Bus;
import io.vmloom.machine.Controller;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Notebook;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Controllers, and where drives on them are. An IDE item is one channel: two of them are a controller of the model. */
final class ControllerItems {
    /**
     * Where a controller's drives are counted from.
     *
     * @param firstUnit of the drive with address 0
     */
    record Place(Bus bus, int index, int firstUnit) {}

    private static final int CHANNELS = 2;
    private static final int DRIVES_OF_CHANNEL = 2;

    private static final Map<String, Controller.Model> SCSI_MODELS = Map.of(
            "lsilogic", Controller.Model.LSILOGIC,
            "lsilogicsas", Controller.Model.LSISAS1068,
            "buslogic", Controller.Model.BUSLOGIC,
            "virtualscsi", Controller.Model.PVSCSI,
            "virtio", Controller.Model.VIRTIO_SCSI,
            "virtioscsi", Controller.Model.VIRTIO_SCSI,
            "virtio-scsi", Controller.Model.VIRTIO_SCSI);

    private final MachineBuilder machine;
    private final Notebook notes;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<Bus, Set<Integer>> numbers = new HashMap<>();

    ControllerItems(MachineBuilder machine, Notebook notes) {
        this.machine = machine;
        this.notes = notes;
    }

    Map<String, Place> read(List<Item> items) {
        for (Item item : items) {
            switch (item.type()) {
                case Item.IDE -> ide(item);
                case Item.SCSI -> scsi(item);
                case Item.OTHER_STORAGE -> otherStorage(item);
                case Item.USB -> usb(item);
                default -> {}
            }
        }
        return places;
    }

    private void ide(Item item) {
        int channel = number(Bus.IDE, item.number());
        int index = channel / CHANNELS;
        places.put(item.instance(), new Place(Bus.IDE, index, channel % CHANNELS * DRIVES_OF_CHANNEL));
        boolean known = item.subTypes().stream().anyMatch(word -> word.startsWith("piix") || word.startsWith("ich6"));
        machine.controller(
                new Controller(Bus.IDE, index, known ? Optional.of(Controller.Model.PIIX) : Optional.empty()));
        item.finish(notes);
    }

    private void scsi(Item item) {
        Optional<Controller.Model> model = Optional.empty();
        for (String word : item.subTypes()) {
            if (model.isEmpty()) {
                model = Optional.ofNullable(SCSI_MODELS.get(word));
            }
        }
        if (model.isEmpty() && !item.subTypes().isEmpty()) {
            notes.changed(item.setting(), "any SCSI controller", "this model is not known");
        } else if (item.subTypes().size() > 1) {
            notes.changed(item.setting(), model.map(Enum::name).orElse(""), "the first of several that would do");
        }
        add(item, Bus.SCSI, model);
    }

    private void otherStorage(Item item) {
        if (says(item, "ahci") || says(item, "sata")) {
            add(item, Bus.SATA, Optional.of(Controller.Model.AHCI));
        } else if (says(item, "nvme")) {
            add(item, Bus.NVME, Optional.empty());
        } else if (says(item, "virtioscsi")) {
            add(item, Bus.SCSI, Optional.of(Controller.Model.VIRTIO_SCSI));
        } else if (says(item, "virtio")) {
            places.put(item.instance(), new Place(Bus.VIRTIO, 0, 0));
            item.address();
            item.finish(notes);
        } else {
            item.leaveOut(notes, "a controller of this kind is not known");
        }
    }

    private void usb(Item item) {
        Optional<Controller.Model> model = says(item, "xhci")
                ? Optional.of(Controller.Model.XHCI)
                : says(item, "ehci")
                        ? Optional.of(Controller.Model.EHCI)
                        : says(item, "uhci") || says(item, "ohci")
                                ? Optional.of(Controller.Model.UHCI)
                                : Optional.empty();
        item.node().settle("BusNumber");
        add(item, Bus.USB, model);
    }

    private void add(Item item, Bus bus, Optional<Controller.Model> model) {
        int index = number(bus, item.number());
        places.put(item.instance(), new Place(bus, index, 0));
        machine.controller(new Controller(bus, index, model));
        item.finish(notes);
    }

    /** The source's number where it is free. */
    private int number(Bus bus, OptionalInt wanted) {
        Set<Integer> taken = numbers.computeIfAbsent(bus, one -> new HashSet<>());
        int number = wanted.isPresent() && !taken.contains(wanted.getAsInt()) ? wanted.getAsInt() : firstFree(taken);
        taken.add(number);
        return number;
    }

    private static int firstFree(Set<Integer> taken) {
        int number = 0;
        while (taken.contains(number)) {
            number++;
        }
        return number;
    }

    private static boolean says(Item item, String word) {
        return item.subTypes().stream().anyMatch(subType -> subType.contains(word));
    }
}
