package io.vmloom.machine;

import io.vmloom.error.ImageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A machine while it is put together; it begins with one processor, BIOS, and nothing attached. */
public final class MachineBuilder {
    private String name = "machine";
    private String description = "";
    private Optional<UUID> uuid = Optional.empty();
    private GuestOs guest = GuestOs.UNKNOWN;
    private Firmware firmware = Firmware.BIOS;
    private Optional<TpmVersion> tpm = Optional.empty();
    private Cpu cpu = Cpu.ONE;
    private long memoryBytes = 1;
    private Clock clock = Clock.UTC;
    private Optional<SoundModel> sound = Optional.empty();
    private Display display = Display.UNSPECIFIED;
    private final List<BootDevice> bootOrder = new ArrayList<>();
    private final List<Controller> controllers = new ArrayList<>();
    private final List<Drive> drives = new ArrayList<>();
    private final List<Nic> nics = new ArrayList<>();
    private final List<Port> ports = new ArrayList<>();
    private final List<SharedFolder> sharedFolders = new ArrayList<>();

    public MachineBuilder() {}

    MachineBuilder(Machine machine) {
        name = machine.name();
        description = machine.description();
        uuid = machine.uuid();
        guest = machine.guest();
        firmware = machine.firmware();
        tpm = machine.tpm();
        cpu = machine.cpu();
        memoryBytes = machine.memoryBytes();
        clock = machine.clock();
        sound = machine.sound();
        display = machine.display();
        bootOrder.addAll(machine.bootOrder());
        controllers.addAll(machine.controllers());
        drives.addAll(machine.drives());
        nics.addAll(machine.nics());
        ports.addAll(machine.ports());
        sharedFolders.addAll(machine.sharedFolders());
    }

    public MachineBuilder name(String value) {
        name = value;
        return this;
    }

    public MachineBuilder description(String value) {
        description = value;
        return this;
    }

    public MachineBuilder uuid(UUID value) {
        uuid = Optional.of(value);
        return this;
    }

    public MachineBuilder guest(GuestOs value) {
        guest = value;
        return this;
    }

    public MachineBuilder firmware(Firmware value) {
        firmware = value;
        return this;
    }

    public MachineBuilder tpm(TpmVersion value) {
        tpm = Optional.of(value);
        return this;
    }

    public MachineBuilder cpu(Cpu value) {
        cpu = value;
        return this;
    }

    public MachineBuilder memoryBytes(long value) {
        memoryBytes = value;
        return this;
    }

    public MachineBuilder clock(Clock value) {
        clock = value;
        return this;
    }

    public MachineBuilder sound(SoundModel value) {
        sound = Optional.of(value);
        return this;
    }

    public MachineBuilder display(Display value) {
        display = value;
        return this;
    }

    public MachineBuilder boot(BootDevice value) {
        bootOrder.add(value);
        return this;
    }

    /** Adds one; a controller of the same bus and index is replaced. */
    public MachineBuilder controller(Controller value) {
        controllers.removeIf(one -> one.bus() == value.bus() && one.index() == value.index());
        controllers.add(value);
        return this;
    }

    public MachineBuilder drive(Drive value) {
        drives.add(value);
        return this;
    }

    public MachineBuilder nic(Nic value) {
        nics.add(value);
        return this;
    }

    public MachineBuilder port(Port value) {
        ports.add(value);
        return this;
    }

    public MachineBuilder sharedFolder(SharedFolder value) {
        sharedFolders.add(value);
        return this;
    }

    /** The same machine with other controllers and drives. */
    public MachineBuilder storage(List<Controller> newControllers, List<Drive> newDrives) {
        controllers.clear();
        controllers.addAll(newControllers);
        drives.clear();
        drives.addAll(newDrives);
        return this;
    }

    MachineBuilder nics(List<Nic> newNics) {
        nics.clear();
        nics.addAll(newNics);
        return this;
    }

    MachineBuilder bootOrder(List<BootDevice> newOrder) {
        bootOrder.clear();
        bootOrder.addAll(newOrder);
        return this;
    }

    /** The machine that a file says; {@link ImageException} when no machine is like that. */
    public Machine build(ConfigFile file) {
        try {
            return build();
        } catch (IllegalArgumentException e) {
            throw ImageException.unsafe(file.name(), String.valueOf(e.getMessage()), "no program writes such a file");
        }
    }

    public Machine build() {
        return new Machine(
                name,
                description,
                uuid,
                guest,
                firmware,
                tpm,
                cpu,
                memoryBytes,
                clock,
                bootOrder,
                controllers,
                drives,
                nics,
                ports,
                display,
                sound,
                sharedFolders);
    }
}
