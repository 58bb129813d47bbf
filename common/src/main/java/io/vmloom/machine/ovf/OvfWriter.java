package io.vmloom.machine.ovf;

import io.vmloom.machine.Clock;
import io.vmloom.machine.Machine;
import io.vmloom.machine.MachineWriter;
import io.vmloom.machine.Network;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import io.vmloom.machine.Written;
import io.vmloom.machine.XmlText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Writes OVF 1 descriptors, as VMware, VirtualBox and virt-v2v read them. Settings that only VMware has words for are said
 * by its extensions, which others may skip.
 */
public final class OvfWriter implements MachineWriter {
    private static final String ENVELOPE = "http://schemas.dmtf.org/ovf/envelope/1";
    private static final String CIM = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/";

    private final Function<String, OptionalLong> sizes;

    /** For files whose sizes are not known yet. */
    public OvfWriter() {
        this(file -> OptionalLong.empty());
    }

    /** @param sizes of files, by the references that the machine has for them */
    public OvfWriter(Function<String, OptionalLong> sizes) {
        this.sizes = sizes;
    }

    @Override
    public Written write(Machine machine) {
        Notebook notes = new Notebook();
        FileTable files = FileTable.of(machine, sizes);
        XmlText xml = new XmlText();
        xml.open(
                "Envelope",
                "xmlns",
                ENVELOPE,
                "xmlns:ovf",
                ENVELOPE,
                "xmlns:rasd",
                CIM + "CIM_ResourceAllocationSettingData",
                "xmlns:vssd",
                CIM + "CIM_VirtualSystemSettingData",
                "xmlns:vmw",
                "http://www.vmware.com/schema/ovf",
                "xmlns:vbox",
                "http://www.virtualbox.org/ovf/machine",
                "xmlns:xsi",
                "http://www.w3.org/2001/XMLSchema-instance");
        files.writeReferences(xml);
        files.writeDisks(xml);
        networks(xml, machine, notes);
        xml.open("VirtualSystem", "ovf:id", machine.name());
        xml.leaf("Info", "A virtual machine").leaf("Name", machine.name());
        GuestElement.write(xml, machine.guest(), notes);
        if (!machine.description().isEmpty()) {
            xml.open("AnnotationSection")
                    .leaf("Info", "What people wrote about the machine")
                    .leaf("Annotation", machine.description())
                    .close("AnnotationSection");
        }
        HardwareElement hardware = new HardwareElement(xml, files, notes);
        hardware.write(machine);
        hardware.writeBootOrder(machine);
        xml.close("VirtualSystem").close("Envelope");
        noteRest(machine, notes);
        return new Written(xml.toString(), notes.notes());
    }

    private static void networks(XmlText xml, Machine machine, Notebook notes) {
        Map<String, Network> named = new LinkedHashMap<>();
        for (int i = 0; i < machine.nics().size(); i++) {
            Network network = machine.nics().get(i).network();
            String name = NetworkNames.of(network);
            if (name.isEmpty()) {
                continue;
            }
            Network before = named.putIfAbsent(name, network);
            if (before != null && !before.equals(network)) {
                notes.changed(
                        Setting.of("network card " + i + " network", network),
                        before,
                        "OVF knows networks by their names alone");
            }
        }
        xml.open("NetworkSection").leaf("Info", "Networks that the machine is connected to");
        named.forEach((name, network) -> xml.open("Network", "ovf:name", name)
                .leaf("Description", NetworkNames.description(network))
                .close("Network"));
        xml.close("NetworkSection");
    }

    private static void noteRest(Machine machine, Notebook notes) {
        machine.uuid()
                .ifPresent(uuid ->
                        notes.noCounterpart(Setting.of("uuid", uuid), "a new one is made where the machine is set up"));
        if (machine.clock() == Clock.LOCAL_TIME) {
            notes.noCounterpart(Setting.of("clock", machine.clock()), "the hypervisor chooses by the kind of guest");
        }
        machine.sharedFolders()
                .forEach(folder -> notes.noCounterpart(
                        Setting.of("shared folder " + folder.name(), folder.hostPath()),
                        "a package knows nothing of its host"));
        machine.display()
                .remoteViews()
                .forEach(view -> notes.noCounterpart(
                        Setting.of("remote view", view.protocol()), "a package knows nothing of its host"));
    }
}
