package io.vmloom.machine;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network card.
 *
 * @param model empty where the source leaves it to the hypervisor
 * @param mac empty where an address is made at the first start
 */
public record Nic(Optional<Model> model, Optional<Mac> mac, Network network, Connection connection) {
    /** Chips that guests have drivers for, or have not. */
    public enum Model {
        E1000,
        E1000E,
        VMXNET,
        VMXNET2,
        VMXNET3,
        PCNET,
        VIRTIO,
        RTL8139,
        NE2000,
        IGB;

        /** What it is called in rules. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Model> named(String word) {
            return Stream.of(values())
                    .filter(model -> model.name().equalsIgnoreCase(word))
                    .findFirst();
        }
    }

    /** Who chose the address. */
    public enum Origin {
        /** Somebody, on purpose. */
        ASSIGNED,
        /** The hypervisor or its manager. */
        GENERATED
    }

    public record Mac(MacAddress address, Origin origin) {}
}
