package io.vmloom.machine.libvirt;

import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Connection;
import io.vmloom.machine.MacAddress;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Notebook;
import java.util.Optional;

/** Reads network cards. */
final class LibvirtNics {
    private LibvirtNics() {}

    static void read(ConfigNode devices, MachineBuilder machine, Notebook notes) {
        for (ConfigNode card : devices.children("interface")) {
            LibvirtDrives.address(card);
            Optional<ConfigNode> model = card.child("model");
            Optional<Nic.Model> chip = model.map(one -> LibvirtWords.NICS.get(one.value("type")));
            if (model.isPresent() && chip.isEmpty()) {
                notes.unknown(model.orElseThrow().setting("type"));
            }
            card.child("target").ifPresent(target -> target.leave(notes, "a device of the old host"));
            for (String tuning :
                    new String[] {"driver", "bandwidth", "filterref", "virtualport", "guest", "mtu", "vlan", "port"}) {
                card.children(tuning).forEach(one -> one.leave(notes, "how the old host connects it"));
            }
            boolean down = card.value("link", "state").equals("down");
            machine.nic(new Nic(chip, mac(card, notes), network(card, notes), Connection.of(!down)));
        }
    }

    private static Optional<Nic.Mac> mac(ConfigNode card, Notebook notes) {
        return card.child("mac").flatMap(mac -> {
            mac.attribute("check");
            Optional<MacAddress> address = MacAddress.parse(mac.value("address"));
            if (address.isEmpty()) {
                notes.invalid(mac.setting("address"), "it must be a station's MAC address");
            }
            Nic.Origin origin = mac.value("type").equals("generated") ? Nic.Origin.GENERATED : Nic.Origin.ASSIGNED;
            return address.map(one -> new Nic.Mac(one, origin));
        });
    }

    private static Network network(ConfigNode card, Notebook notes) {
        Optional<ConfigNode> source = card.child("source");
        String type = card.value("type");
        return switch (type) {
            case "bridge" -> named(Network.Kind.BRIDGE, source, "bridge");
            case "network" -> named(Network.Kind.NAMED, source, "network");
            case "direct" -> {
                source.ifPresent(one -> one.attribute("mode"));
                yield named(Network.Kind.DIRECT, source, "dev");
            }
            case "user" -> new Network(Network.Kind.NAT, "");
            case "null" -> Network.NONE;
            default -> {
                source.ifPresent(ConfigNode::settle);
                notes.changed(card.setting("type"), Network.NONE, "no other program connects cards like this");
                yield Network.NONE;
            }
        };
    }

    private static Network named(Network.Kind kind, Optional<ConfigNode> source, String attribute) {
        source.ifPresent(one -> one.attribute("portid"));
        return new Network(kind, source.map(one -> one.value(attribute)).orElse(""));
    }
}
