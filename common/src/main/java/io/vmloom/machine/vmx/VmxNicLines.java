package io.vmloom.machine.vmx;

import io.vmloom.machine.Connection;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import io.vmloom.machine.Words;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes network cards. */
final class VmxNicLines {
    private static final int MAX_NICS = 10;
    private static final Pattern PRIVATE_NETWORK = Pattern.compile("([0-9A-Fa-f]{2}[ -]?){16}");
    private static final Pattern VIRTUAL_SWITCH = Pattern.compile("(?i)vmnet\\d{1,3}");
    private static final String OUI_OF_MANAGERS = "00:50:56:";
    private static final String OUI_OF_HOSTS = "00:0c:29:";

    private final VmxLines lines;
    private final Notebook notes;

    VmxNicLines(VmxLines lines, Notebook notes) {
        this.lines = lines;
        this.notes = notes;
    }

    void write(Machine machine) {
        for (int i = 0; i < machine.nics().size(); i++) {
            Nic nic = machine.nics().get(i);
            if (i >= MAX_NICS) {
                notes.noCounterpart(
                        Setting.of("network card " + i, nic.network()), "VMware has " + MAX_NICS + " at the most");
                continue;
            }
            String device = "ethernet" + i;
            lines.flag(device + ".present", true);
            nic.model().ifPresent(model -> model(model, device));
            mac(nic.mac(), device);
            network(nic.network(), device);
            lines.flag(device + ".startConnected", nic.connection() == Connection.CONNECTED);
        }
    }

    private void model(Nic.Model model, String device) {
        Optional<String> word = Words.of(VmxWords.NICS, model);
        if (word.isEmpty()) {
            notes.changed(Setting.of(device + " model", model), Nic.Model.E1000, "VMware has no such card");
        }
        lines.set(device + ".virtualDev", word.orElse("e1000"));
    }

    private void mac(Optional<Nic.Mac> mac, String device) {
        if (mac.isEmpty()) {
            lines.set(device + ".addressType", "generated");
            return;
        }
        String address = mac.orElseThrow().address().text();
        boolean managers = address.startsWith(OUI_OF_MANAGERS);
        boolean vmwares = managers || address.startsWith(OUI_OF_HOSTS);
        if (mac.orElseThrow().origin() == Nic.Origin.GENERATED && vmwares) {
            lines.set(device + ".addressType", managers ? "vpx" : "generated")
                    .set(device + ".generatedAddress", address);
            return;
        }
        if (mac.orElseThrow().origin() == Nic.Origin.GENERATED) {
            notes.changed(Setting.of(device + " address", address), "a fixed one", "VMware would generate another one");
        }
        lines.set(device + ".addressType", "static").set(device + ".address", address);
        if (!managers || Integer.parseInt(address.substring(9, 11), 16) > 0x3f) {
            lines.flag(device + ".checkMACAddress", false);
        }
    }

    private void network(Network network, String device) {
        switch (network.kind()) {
            case BRIDGE -> connect(device, "bridged", network.name());
            case NAT -> connect(device, "nat", network.name());
            case HOST_ONLY -> connect(device, "hostonly", network.name());
            case NAMED -> named(device, network.name());
            case INTERNAL -> {
                if (PRIVATE_NETWORK.matcher(network.name()).matches()) {
                    lines.set(device + ".connectionType", "pvn").set(device + ".pvnID", network.name());
                } else {
                    notes.changed(
                            Setting.of(device, network),
                            "a port group of this name",
                            "VMware numbers private networks");
                    named(device, network.name());
                }
            }
            case DIRECT -> {
                notes.changed(
                        Setting.of(device, network), "bridged", "VMware chooses the host's interface in its bridges");
                connect(device, "bridged", "");
            }
            case NONE -> {}
        }
    }

    private void connect(String device, String kind, String name) {
        lines.set(device + ".connectionType", kind).setUnlessEmpty(device + ".networkName", name);
    }

    private void named(String device, String name) {
        if (name.isEmpty() || VIRTUAL_SWITCH.matcher(name).matches()) {
            lines.set(device + ".connectionType", "custom").setUnlessEmpty(device + ".vnet", name);
        } else {
            lines.set(device + ".networkName", name);
        }
    }
}
