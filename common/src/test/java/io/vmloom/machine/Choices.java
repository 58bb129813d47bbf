package io.vmloom.machine;

import java.util.List;
import java.util.Optional;

/** What a random machine is made of. */
public record Choices(
        List<Slot> slots,
        List<Controller> controllers,
        List<GuestOs> guests,
        List<Firmware> firmwares,
        List<Optional<TpmVersion>> tpms,
        List<Cpu> cpus,
        long memoryStepBytes,
        List<Optional<Nic.Model>> nics,
        List<Network> networks,
        List<Nic.Origin> origins,
        List<DiskMode> modes,
        List<Cache> caches,
        List<String> formats,
        List<Peer> peers,
        int parallelPorts,
        List<Optional<SoundModel>> sounds,
        List<Display> displays,
        List<List<BootDevice>> bootOrders,
        List<String> texts,
        List<String> paths) {}
