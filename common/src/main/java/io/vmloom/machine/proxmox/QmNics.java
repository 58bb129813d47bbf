package io.vmloom.machine.proxmox;

import io.vmloom.machine.Connection;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import java.util.Locale;
import java.util.regex.Pattern;

/** Writes network cards. */
final class QmNics {
    private static final int MAX_NICS = 32;
    private static final Pattern BRIDGE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_.-]{0,14}");
    private static final String USUAL_BRIDGE = "vmbr0";

    private final QmLines lines;
    private final Notebook notes;

    QmNics(QmLines lines, Notebook notes) {
        this.lines = lines;
        this.notes = notes;
    }

    void write(Machine machine) {
        for (int i = 0; i < machine.nics().size(); i++) {
            Nic nic = machine.nics().get(i);
            if (i >= MAX_NICS) {
                notes.noCounterpart(
                        Setting.of("network card " + i, nic.network()), "Proxmox has " + MAX_NICS + " at the most");
            } else {
                lines.set("net" + i, value(nic, "network card " + i));
            }
        }
    }

    private String value(Nic nic, String what) {
        Nic.Model model = nic.model().orElse(Nic.Model.E1000);
        String word = switch (model) {
            case E1000, VMXNET, VMXNET2, IGB -> "e1000";
            case E1000E -> "e1000e";
            case VMXNET3 -> "vmxnet3";
            case PCNET -> "pcnet";
            case VIRTIO -> "virtio";
            case RTL8139 -> "rtl8139";
            case NE2000 -> "ne2k_pci";
        };
        if (model == Nic.Model.VMXNET
                || model == Nic.Model.VMXNET2
                || model == Nic.Model.IGB
                || nic.model().isEmpty()) {
            notes.changed(
                    Setting.of(what + " model", nic.model().map(Enum::name).orElse("")),
                    Nic.Model.E1000,
                    "Proxmox wants one of its own");
        }
        StringBuilder value = new StringBuilder(word);
        nic.mac().ifPresent(mac -> value.append('=').append(mac.address().text().toUpperCase(Locale.ROOT)));
        bridge(nic.network(), what, value);
        if (nic.connection() == Connection.DISCONNECTED || nic.network().kind() == Network.Kind.NONE) {
            value.append(",link_down=1");
        }
        return value.toString();
    }

    /** Without a bridge a card has a network of its own, through the host's address. */
    private void bridge(Network network, String what, StringBuilder value) {
        if (network.kind() == Network.Kind.NAT) {
            return;
        }
        boolean bridge = network.kind() == Network.Kind.BRIDGE || network.kind() == Network.Kind.NAMED;
        if (bridge && BRIDGE.matcher(network.name()).matches()) {
            value.append(",bridge=").append(network.name());
            return;
        }
        value.append(",bridge=").append(USUAL_BRIDGE);
        notes.changed(
                Setting.of(what, network),
                "bridge:" + USUAL_BRIDGE,
                "Proxmox wants the name of a bridge; say which one by a rule");
    }
}
