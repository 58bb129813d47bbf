package io.vmloom.machine.ovf;

import io.vmloom.machine.BootDevice;
import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Connection;
import io.vmloom.machine.MacAddress;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Notebook;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Network cards. */
final class NicItems {
    static final Map<String, Nic.Model> MODELS = Map.ofEntries(
            Map.entry("e1000", Nic.Model.E1000),
            Map.entry("e1000e", Nic.Model.E1000E),
            Map.entry("vmxnet", Nic.Model.VMXNET),
            Map.entry("vmxnet2", Nic.Model.VMXNET2),
            Map.entry("vmxnet3", Nic.Model.VMXNET3),
            Map.entry("pcnet32", Nic.Model.PCNET),
            Map.entry("pcnet", Nic.Model.PCNET),
            Map.entry("flexible", Nic.Model.PCNET),
            Map.entry("virtio", Nic.Model.VIRTIO),
            Map.entry("virtio-net", Nic.Model.VIRTIO),
            Map.entry("virtionet", Nic.Model.VIRTIO),
            Map.entry("rtl8139", Nic.Model.RTL8139),
            Map.entry("ne2000", Nic.Model.NE2000),
            Map.entry("igb", Nic.Model.IGB));

    private final Sections sections;
    private final MachineBuilder machine;
    private final Notebook notes;
    private final Map<String, BootDevice> devices;
    private int count;

    NicItems(Sections sections, MachineBuilder machine, Notebook notes, Map<String, BootDevice> devices) {
        this.sections = sections;
        this.machine = machine;
        this.notes = notes;
        this.devices = devices;
    }

    void read(Item item) {
        machine.nic(new Nic(model(item), mac(item), network(item), Connection.of(item.isAllocated())));
        devices.put(item.instance(), new BootDevice.OneNic(count++));
        item.node().settle("AddressOnParent", "Parent");
        item.finish(notes);
    }

    private Optional<Nic.Model> model(Item item) {
        Optional<Nic.Model> model =
                item.subTypes().stream().filter(MODELS::containsKey).findFirst().map(MODELS::get);
        if (model.isEmpty() && !item.subTypes().isEmpty()) {
            notes.changed(item.setting(), "any network card", "this model is not known");
        } else if (item.subTypes().size() > 1) {
            notes.changed(item.setting(), model.map(Enum::name).orElse(""), "the first of several that would do");
        }
        return model;
    }

    private Optional<Nic.Mac> mac(Item item) {
        String address = item.address();
        Optional<MacAddress> mac = MacAddress.parse(address);
        if (mac.isEmpty() && !address.isEmpty()) {
            notes.invalid(item.setting(), "'" + address + "' is no MAC address of a card");
        }
        return mac.map(known -> new Nic.Mac(known, Nic.Origin.ASSIGNED));
    }

    private Network network(Item item) {
        List<String> connections = item.node().children("Connection").stream()
                .map(ConfigNode::text)
                .filter(text -> !text.isEmpty())
                .toList();
        connections.stream()
                .skip(1)
                .forEach(other -> notes.noCounterpart(
                        item.setting(),
                        "only the first of several connections is read, and '" + other + "' is another"));
        if (connections.isEmpty()) {
            return Network.NONE;
        }
        String name = connections.getFirst();
        Network known = sections.networks().get(name);
        return known == null ? NetworkNames.read(name) : known;
    }
}
