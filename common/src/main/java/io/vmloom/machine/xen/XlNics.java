package io.vmloom.machine.xen;

import io.vmloom.machine.Connection;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes network cards; a guest with Xen's driver uses that in place of the emulated card. */
final class XlNics {
    private static final Pattern INTERFACE = Pattern.compile("[a-zA-Z0-9_.-]{1,15}");
    private static final String USUAL_BRIDGE = "xenbr0";

    private final XlLines lines;
    private final Notebook notes;

    XlNics(XlLines lines, Notebook notes) {
        this.lines = lines;
        this.notes = notes;
    }

    void write(Machine machine) {
        List<String> specs = new ArrayList<>();
        for (int i = 0; i < machine.nics().size(); i++) {
            specs.add(spec(machine.nics().get(i), "network card " + i));
        }
        lines.list("vif", specs);
    }

    private String spec(Nic nic, String what) {
        List<String> words = new ArrayList<>();
        words.add(nic.model().filter(Nic.Model.VIRTIO::equals).isPresent() ? "type=vif" : "type=ioemu");
        nic.model().ifPresent(model -> model(model, what, words));
        nic.mac().ifPresent(mac -> words.add("mac=" + mac.address()));
        words.add("bridge=" + bridge(nic.network(), what));
        if (nic.connection() == Connection.DISCONNECTED) {
            notes.noCounterpart(Setting.of(what, nic.connection()), "xl connects every card at the start");
        }
        return String.join(", ", words);
    }

    private void model(Nic.Model model, String what, List<String> words) {
        String word = switch (model) {
            case E1000 -> "e1000";
            case E1000E -> "e1000e";
            case RTL8139 -> "rtl8139";
            case PCNET -> "pcnet";
            case NE2000 -> "ne2k_pci";
            case VMXNET3 -> "vmxnet3";
            case VMXNET, VMXNET2, IGB -> "e1000";
            case VIRTIO -> "";
        };
        if (model == Nic.Model.VIRTIO) {
            notes.changed(Setting.of(what + " model", model), "Xen's own card", "the guest needs its driver");
        } else {
            words.add("model=" + word);
        }
        if (model == Nic.Model.VMXNET || model == Nic.Model.VMXNET2 || model == Nic.Model.IGB) {
            notes.changed(Setting.of(what + " model", model), Nic.Model.E1000, "QEMU has no such card");
        }
    }

    private String bridge(Network network, String what) {
        boolean bridge = network.kind() == Network.Kind.BRIDGE || network.kind() == Network.Kind.NAMED;
        if (bridge && INTERFACE.matcher(network.name()).matches()) {
            return network.name();
        }
        notes.changed(
                Setting.of(what, network),
                "bridge:" + USUAL_BRIDGE,
                "xl wants the name of a bridge; say which one by a rule");
        return USUAL_BRIDGE;
    }
}
