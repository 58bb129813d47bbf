package io.vmloom.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;

/** Machines for properties: every choice is made by chance among those that are given. */
public final class RandomMachine {
    private static final int MAX_DEVICES = 4;

    private final SplittableRandom random;
    private final Choices choices;

    private RandomMachine(SplittableRandom random, Choices choices) {
        this.random = random;
        this.choices = choices;
    }

    public static Machine of(SplittableRandom random, Choices choices) {
        return new RandomMachine(random, choices).make();
    }

    private Machine make() {
        GuestOs guest = one(choices.guests());
        MachineBuilder machine = new MachineBuilder()
                .name("vm " + one(choices.texts()) + random.nextInt(100))
                .description(random.nextBoolean() ? "" : "a " + one(choices.texts()) + "\nof two lines")
                .guest(guest)
                .firmware(one(choices.firmwares()))
                .cpu(one(choices.cpus()))
                .memoryBytes(choices.memoryStepBytes() * (1 + random.nextInt(1000)))
                .clock(guest.family() == OsFamily.WINDOWS ? Clock.LOCAL_TIME : Clock.UTC)
                .display(one(choices.displays()));
        if (random.nextBoolean()) {
            machine.uuid(new UUID(random.nextLong(), random.nextLong()));
        }
        one(choices.tpms()).ifPresent(machine::tpm);
        one(choices.sounds()).ifPresent(machine::sound);
        choices.controllers().stream()
                .filter(controller -> random.nextInt(3) > 0)
                .forEach(machine::controller);
        List<Slot> slots = drives(machine);
        for (int i = random.nextInt(MAX_DEVICES); i > 0; i--) {
            machine.nic(nic());
        }
        ports(machine);
        for (int i = random.nextInt(3); i > 0; i--) {
            machine.sharedFolder(new SharedFolder(
                    "share" + i, one(choices.paths()) + i, one(List.of(SharedFolder.Access.values()))));
        }
        one(choices.bootOrders()).stream()
                .filter(device -> !(device instanceof BootDevice.OneDrive(Slot slot)) || slots.contains(slot))
                .filter(device -> !(device instanceof BootDevice.OneNic nic)
                        || nic.index() < machine.build().nics().size())
                .forEach(machine::boot);
        return machine.build();
    }

    private List<Slot> drives(MachineBuilder machine) {
        List<Slot> used = new ArrayList<>();
        List<Slot> disks = new ArrayList<>();
        Machine soFar = machine.build();
        for (Slot slot : choices.slots()) {
            boolean attached = slot.bus() == Bus.IDE
                    || slot.bus() == Bus.VIRTIO
                    || slot.bus() == Bus.FLOPPY
                    || slot.bus() == Bus.USB
                    || soFar.controller(slot.bus(), slot.controller()).isPresent();
            if (attached && random.nextInt(3) == 0) {
                used.add(slot);
                Drive drive = drive(slot);
                if (drive instanceof Drive.Disk) {
                    disks.add(slot);
                }
                machine.drive(drive);
            }
        }
        if (used.stream().anyMatch(slot -> slot.bus() == Bus.IDE)) {
            machine.controller(Controller.of(Bus.IDE, 0));
        }
        return disks;
    }

    private Drive drive(Slot slot) {
        Connection connection = one(List.of(Connection.values()));
        if (slot.bus() == Bus.FLOPPY) {
            return new Drive.Floppy(slot, medium("a.img", "raw"), connection);
        }
        if (slot.bus() != Bus.VIRTIO && random.nextInt(3) == 0) {
            return new Drive.Optical(slot, medium("install.iso", "raw"), connection);
        }
        Medium file = new Medium.Image(one(choices.paths()) + slot.unit() + ".disk", one(choices.formats()));
        return new Drive.Disk(slot, file, one(choices.modes()), one(choices.caches()), OptionalLong.empty());
    }

    private Medium medium(String name, String format) {
        return switch (random.nextInt(3)) {
            case 0 -> Medium.EMPTY;
            case 1 -> new Medium.HostDevice("/dev/sr0");
            default -> new Medium.Image(one(choices.paths()) + name, format);
        };
    }

    private Nic nic() {
        MacAddress address = MacAddress.parse(String.format(
                        "00:50:56:%02x:%02x:%02x", random.nextInt(64), random.nextInt(256), random.nextInt(256)))
                .orElseThrow();
        return new Nic(
                one(choices.nics()),
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(new Nic.Mac(address, one(choices.origins()))),
                one(choices.networks()),
                one(List.of(Connection.values())));
    }

    private void ports(MachineBuilder machine) {
        for (int i = 0; i < 3; i++) {
            if (random.nextInt(3) == 0) {
                machine.port(new Port.Serial(i, one(choices.peers())));
            }
        }
        for (int i = 0; i < choices.parallelPorts(); i++) {
            if (random.nextInt(3) == 0) {
                machine.port(new Port.Parallel(i, new Peer.Device("/dev/parport" + i)));
            }
        }
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
