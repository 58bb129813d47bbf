package io.vmloom.coordinator.manifest;

import io.vmloom.appliance.Appliance;
import io.vmloom.coordinator.job.PackageItems;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import io.vmloom.machine.RuleWords;
import io.vmloom.store.Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Puts the items that make a machine in the machine's place, for which its source has to be looked at. */
public final class MachineExpansion {
    /** Somebody waits meanwhile. */
    static final int MOST_MACHINES = 1000;

    private static final int LOOKED_AT_ONCE = 16;

    private final Function<Location, Optional<Appliance>> packages;
    private final Duration patience;

    /**
     * @param packages reads what stands at a place; empty for what is no package. Its threads are interrupted when it takes too long
     * @param patience for all of them together
     */
    public MachineExpansion(Function<Location, Optional<Appliance>> packages, Duration patience) {
        this.packages = packages;
        this.patience = patience;
    }

    /** The same with items of one target each. Throws a {@link ConversionException}, one that is retryable when it takes too long. */
    public Manifest run(Manifest manifest) {
        long machines = manifest.machines();
        if (machines == 0) {
            return manifest;
        }
        if (machines > MOST_MACHINES) {
            throw new RequestException(
                    "a batch may have " + MOST_MACHINES + " machines, each of which is looked at when it"
                            + " is submitted, got: " + machines + "; divide the batch");
        }
        List<ManifestItem> items = expanded(manifest.items());
        requireDistinct(items);
        return manifest.with(items);
    }

    /** The items of one machine, numbered from 0. */
    public static List<ManifestItem> of(ManifestItem order, MachineTarget target, Appliance appliance) {
        return MachineItems.of(order, target, appliance, 0);
    }

    private List<ManifestItem> expanded(List<ManifestItem> items) {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        Map<ManifestItem, Future<Appliance>> looks = new HashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(
                LOOKED_AT_ONCE, Thread.ofVirtual().name("machine-", 0).factory())) {
            items.stream()
                    .filter(ManifestItem::isMachine)
                    .forEach(item -> looks.put(item, threads.submit(() -> look(item))));
            try {
                return expanded(items, item -> seen(looks, item, deadlineNanos));
            } catch (ConversionException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private static List<ManifestItem> expanded(List<ManifestItem> items, Function<ManifestItem, Appliance> packages) {
        List<ManifestItem> all = new ArrayList<>();
        for (ManifestItem item : items) {
            switch (item.kind()) {
                case ItemKind.One _, ItemKind.Packed _ -> all.add(item);
                case ItemKind.Package(RuleWords rules) -> {
                    Appliance found = packages.apply(item);
                    all.add(about(item, () -> item.of(new ItemKind.Packed(rules, disks(item, found)))));
                }
                case ItemKind.Machine(MachineTarget target) -> {
                    Appliance found = packages.apply(item);
                    all.addAll(about(item, () -> MachineItems.of(item, target, found, requests(all))));
                }
            }
        }
        return all;
    }

    private static int requests(List<ManifestItem> items) {
        return items.stream().mapToInt(ManifestItem::size).sum();
    }

    private static List<PackageItems.Disk> disks(ManifestItem item, Appliance found) {
        return PackageItems.disks(item.name(), found, item.source().all().getFirst());
    }

    private Appliance look(ManifestItem item) {
        Location source = item.source().all().getFirst();
        return about(
                item,
                () -> packages.apply(source)
                        .orElseThrow(() -> new RequestException(
                                source + " is neither a package nor the configuration of a machine")));
    }

    private interface Step<T> {
        T run();
    }

    /** Whose fault it is stays told. */
    private static <T> T about(ManifestItem item, Step<T> step) {
        try {
            return step.run();
        } catch (ConversionException e) {
            if (e.retryable() || e.code() == ErrorCode.ACCESS_DENIED) {
                throw e;
            }
            throw new RequestException("machine '" + item.name() + "': " + e.getMessage());
        }
    }

    private Appliance seen(Map<ManifestItem, Future<Appliance>> looks, ManifestItem item, long deadlineNanos) {
        try {
            Future<Appliance> look = looks.get(item);
            if (look == null) {
                throw new IllegalStateException("nobody looked at " + item.name());
            }
            return look.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw StoreException.unavailable(
                    item.source().toString(),
                    "machine '" + item.name() + "' could not be looked at within " + patience.toSeconds()
                            + " s, together with all others of its batch; submit it again, or divide the batch",
                    e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ConversionException known
                    ? known
                    : new InternalException("machine '" + item.name() + "' could not be looked at", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InternalException("looking at machine '" + item.name() + "' was interrupted", e);
        }
    }

    /** As for the items that are written out: none has another one's target, or reads what another one makes. */
    private static void requireDistinct(List<ManifestItem> items) {
        Set<Location> targets = new HashSet<>();
        for (ManifestItem item : items) {
            if (!targets.add(item.target())) {
                throw new RequestException("'" + item.name() + "' would write " + item.target()
                        + ", as another item does; give its machine a place of its own");
            }
        }
        for (ManifestItem item : items) {
            for (Location read : item.reads()) {
                if (targets.contains(read)) {
                    throw new RequestException("'" + item.name() + "' reads " + read
                            + ", which this batch writes; make it a batch of its own");
                }
            }
        }
    }
}
