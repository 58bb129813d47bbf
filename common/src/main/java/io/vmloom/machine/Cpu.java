package io.vmloom.machine;

import java.util.EnumSet;
import java.util.Set;

/**
 * Processors as the guest sees them.
 *
 * @param model a hint, in the source's words: a name, {@code host-passthrough}, {@code host-model}; empty for none
 */
public record Cpu(int sockets, int coresPerSocket, int threadsPerCore, String model, Set<Feature> features) {
    public static final Cpu ONE = of(1);

    /** No hypervisor has more. */
    public static final int MAX_PROCESSORS = 4096;

    /** What some guests need and not every host gives. */
    public enum Feature {
        /** The guest may run virtual machines itself. */
        NESTED,
        /** Processors may be added while it runs. */
        HOT_ADD
    }

    public Cpu {
        Machine.require(
                sockets > 0
                        && coresPerSocket > 0
                        && threadsPerCore > 0
                        && (long) sockets * coresPerSocket <= MAX_PROCESSORS
                        && (long) sockets * coresPerSocket * threadsPerCore <= MAX_PROCESSORS,
                "sockets, cores and threads must make 1 to " + MAX_PROCESSORS + " processors, got: " + sockets + " x "
                        + coresPerSocket + " x " + threadsPerCore);
        features = features.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(features));
    }

    /** That many sockets with one core each. */
    public static Cpu of(int processors) {
        return new Cpu(processors, 1, 1, "", Set.of());
    }

    public int processors() {
        return sockets * coresPerSocket * threadsPerCore;
    }
}
