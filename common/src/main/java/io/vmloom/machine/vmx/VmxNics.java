package io.vmloom.machine.vmx;

import io.vmloom.machine.Connection;
import io.vmloom.machine.MacAddress;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Notebook;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Network cards. */
final class VmxNics {
    private static final Pattern PRESENCE = Pattern.compile("ethernet(\\d{1,3})\\.present");
    private static final int MAX_NICS = 32;

    private final VmxDictionary vmx;
    private final Notebook notes;

    VmxNics(VmxDictionary vmx, Notebook notes) {
        this.vmx = vmx;
        this.notes = notes;
    }

    void read(MachineBuilder machine) {
        vmx.matching(PRESENCE).stream()
                .map(key -> Integer.parseInt(key.group(1)))
                .filter(index -> index < MAX_NICS)
                .sorted()
                .forEach(index -> nic("ethernet" + index, machine));
    }

    private void nic(String device, MachineBuilder machine) {
        if (!vmx.flag(device + ".present", false)) {
            vmx.leaveDevice(device, "the device is not present");
            return;
        }
        machine.nic(new Nic(
                model(device),
                mac(device),
                network(device),
                Connection.of(vmx.flag(device + ".startConnected", true))));
    }

    private Optional<Nic.Model> model(String device) {
        Optional<VmxEntry> dev = vmx.take(device + ".virtualDev");
        Optional<Nic.Model> model =
                dev.map(entry -> VmxWords.NICS.get(entry.value().toLowerCase(Locale.ROOT)));
        if (dev.isPresent() && model.isEmpty()) {
            notes.unknown(dev.orElseThrow().setting());
        }
        // the first vmxnet with its later features is the second one
        boolean enhanced = model.filter(Nic.Model.VMXNET::equals).isPresent()
                && vmx.word(device + ".features").filter("15"::equals).isPresent();
        return enhanced ? Optional.of(Nic.Model.VMXNET2) : model;
    }

    private Optional<Nic.Mac> mac(String device) {
        Optional<VmxEntry> fixed = vmx.take(device + ".address");
        Optional<VmxEntry> generated = vmx.take(device + ".generatedAddress");
        boolean assigned =
                vmx.word(device + ".addressType").filter("static"::equals).isPresent();
        Optional<VmxEntry> used = assigned ? fixed : generated;
        Optional<VmxEntry> other = assigned ? generated : fixed;
        other.ifPresent(entry -> notes.ofTheSource(entry.setting(), "the address type says that the other one counts"));
        Optional<MacAddress> address = used.flatMap(entry -> MacAddress.parse(entry.value()));
        if (address.isEmpty()) {
            used.ifPresent(entry -> notes.invalid(entry.setting(), "it must be a station's MAC address"));
        }
        return address.map(mac -> new Nic.Mac(mac, assigned ? Nic.Origin.ASSIGNED : Nic.Origin.GENERATED));
    }

    private Network network(String device) {
        Optional<String> name = vmx.text(device + ".networkName");
        Optional<VmxEntry> type = vmx.take(device + ".connectionType");
        String kind = type.map(entry -> entry.value().toLowerCase(Locale.ROOT)).orElse("");
        return switch (kind) {
            case "bridged" -> new Network(Network.Kind.BRIDGE, name.orElse(""));
            case "nat" -> new Network(Network.Kind.NAT, name.orElse(""));
            case "hostonly" -> new Network(Network.Kind.HOST_ONLY, name.orElse(""));
            case "custom" ->
                new Network(Network.Kind.NAMED, name.or(() -> vnet(device)).orElse(""));
            case "pvn" ->
                new Network(Network.Kind.INTERNAL, vmx.text(device + ".pvnID").orElse(""));
            case "" -> name.map(group -> new Network(Network.Kind.NAMED, group)).orElse(Network.NONE);
            default -> {
                notes.changed(type.orElseThrow().setting(), Network.NONE, "a kind of network that is not known");
                yield Network.NONE;
            }
        };
    }

    private Optional<String> vnet(String device) {
        return vmx.text(device + ".vnet").map(path -> path.substring(path.lastIndexOf('/') + 1));
    }
}
