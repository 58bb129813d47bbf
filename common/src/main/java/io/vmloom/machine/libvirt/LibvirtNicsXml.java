package io.vmloom.machine.libvirt;

import io.vmloom.machine.Connection;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import io.vmloom.machine.Words;
import io.vmloom.xml.XmlText;
import java.util.regex.Pattern;

/** Writes network cards. */
final class LibvirtNicsXml {
    private static final Pattern INTERFACE = Pattern.compile("[a-zA-Z0-9_.-]{1,15}");
    private static final String USUAL_NETWORK = "default";

    private final XmlText xml;
    private final Notebook notes;
    private final LibvirtStartXml start;

    LibvirtNicsXml(XmlText xml, Notebook notes, LibvirtStartXml start) {
        this.xml = xml;
        this.notes = notes;
        this.start = start;
    }

    void write(Machine machine) {
        for (int i = 0; i < machine.nics().size(); i++) {
            nic(machine.nics().get(i), i);
        }
    }

    private void nic(Nic nic, int index) {
        String what = "network card " + index;
        open(nic.network(), what);
        nic.mac().ifPresent(mac -> {
            xml.empty("mac", "address", mac.address().text());
            if (mac.origin() == Nic.Origin.GENERATED) {
                notes.changed(
                        Setting.of(what + " address", mac.address()), "a fixed one", "guests know their network by it");
            }
        });
        nic.model().ifPresent(model -> xml.empty("model", "type", model(model, what)));
        if (nic.connection() == Connection.DISCONNECTED || nic.network().kind() == Network.Kind.NONE) {
            xml.empty("link", "state", "down");
        }
        start.number(index);
        xml.close();
    }

    private String model(Nic.Model model, String what) {
        Nic.Model known = switch (model) {
            case VMXNET, VMXNET2, IGB -> Nic.Model.E1000;
            case E1000, E1000E, VMXNET3, PCNET, VIRTIO, RTL8139, NE2000 -> model;
        };
        if (known != model) {
            notes.changed(Setting.of(what + " model", model), known, "not every QEMU has such a card");
        }
        return Words.of(LibvirtWords.NICS, known).orElseThrow();
    }

    private void open(Network network, String what) {
        Setting said = Setting.of(what, network);
        switch (network.kind()) {
            case BRIDGE -> {
                if (INTERFACE.matcher(network.name()).matches()) {
                    open("bridge", "bridge", network.name());
                } else {
                    named(network, said, "no bridge of Linux has such a name; say which one by a rule");
                }
            }
            case NAMED -> {
                if (network.name().isEmpty()) {
                    named(network, said, "libvirt wants a name");
                } else {
                    open("network", "network", network.name());
                }
            }
            case NAT -> {
                xml.open("interface", "type", "user");
                if (!network.name().isEmpty()) {
                    notes.changed(said, "nat", "every machine has a network of its own then");
                }
            }
            case HOST_ONLY, INTERNAL -> named(network, said, "libvirt needs an isolated network of this name");
            case DIRECT -> {
                if (INTERFACE.matcher(network.name()).matches()) {
                    xml.open("interface", "type", "direct").empty("source", "dev", network.name(), "mode", "bridge");
                } else {
                    named(network, said, "no interface of Linux has such a name; say which one by a rule");
                }
            }
            case NONE -> {
                xml.open("interface", "type", "user");
                notes.changed(said, "nat with its link down", "libvirt connects every card to something");
            }
        }
    }

    private void open(String type, String attribute, String name) {
        xml.open("interface", "type", type).empty("source", attribute, name);
    }

    private void named(Network network, Setting said, String why) {
        String name = network.name().isBlank()
                ? network.kind() == Network.Kind.HOST_ONLY || network.kind() == Network.Kind.INTERNAL
                        ? network.kind().word()
                        : USUAL_NETWORK
                : network.name();
        notes.changed(said, new Network(Network.Kind.NAMED, name), why);
        open("network", "network", name);
    }
}
