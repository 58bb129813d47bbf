package io.vmloom.machine.vbox;

import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Connection;
import io.vmloom.machine.MacAddress;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Notebook;
import java.util.Optional;

/** Network cards; those that are switched off are not there. */
final class VboxNetwork {
    private VboxNetwork() {}

    static void read(ConfigNode network, MachineBuilder machine, Notebook notes) {
        for (ConfigNode adapter : network.children("Adapter")) {
            if (!adapter.attribute("enabled").orElse("false").equals("true")) {
                adapter.settle();
                continue;
            }
            adapter.attribute("slot");
            adapter.settle("DisabledModes");
            machine.nic(new Nic(model(adapter, notes), mac(adapter), network(adapter, notes), connection(adapter)));
        }
    }

    private static Optional<Nic.Model> model(ConfigNode adapter, Notebook notes) {
        String type = adapter.attribute("type").orElse("Am79C973");
        return switch (type) {
            case "82540EM", "82543GC", "82545EM" -> Optional.of(Nic.Model.E1000);
            case "Am79C970A", "Am79C973", "Am79C960" -> Optional.of(Nic.Model.PCNET);
            case "virtio" -> Optional.of(Nic.Model.VIRTIO);
            case "NE1000", "NE2000" -> Optional.of(Nic.Model.NE2000);
            default -> {
                notes.changed(adapter.setting(), "any network card", "this model is not known");
                yield Optional.empty();
            }
        };
    }

    private static Optional<Nic.Mac> mac(ConfigNode adapter) {
        return adapter.attribute("MACAddress")
                .flatMap(MacAddress::parse)
                .map(address -> new Nic.Mac(address, Nic.Origin.ASSIGNED));
    }

    private static Connection connection(ConfigNode adapter) {
        return Connection.of(!adapter.attribute("cable").orElse("true").equals("false"));
    }

    private static Network network(ConfigNode adapter, Notebook notes) {
        return adapter.child("NAT").isPresent()
                ? nat(adapter, notes)
                : named(adapter, "BridgedInterface", Network.Kind.BRIDGE)
                        .or(() -> named(adapter, "HostOnlyInterface", Network.Kind.HOST_ONLY))
                        .or(() -> named(adapter, "InternalNetwork", Network.Kind.INTERNAL))
                        .or(() -> named(adapter, "NATNetwork", Network.Kind.NAMED))
                        .orElse(Network.NONE);
    }

    private static Network nat(ConfigNode adapter, Notebook notes) {
        adapter.child("NAT").ifPresent(nat -> {
            nat.attribute("localhost-reachable");
            nat.children("Forwarding").forEach(rule -> {
                notes.noCounterpart(rule.setting(), "rules of a host's network are no part of a machine");
                rule.settle();
            });
            nat.settle("DNS", "Alias");
        });
        return new Network(Network.Kind.NAT, "");
    }

    private static Optional<Network> named(ConfigNode adapter, String element, Network.Kind kind) {
        return adapter.child(element)
                .map(node -> new Network(kind, node.attribute("name").orElse("")));
    }
}
