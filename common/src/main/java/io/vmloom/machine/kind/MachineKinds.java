package io.vmloom.machine.kind;

import io.vmloom.error.ImageException;
import io.vmloom.error.RequestException;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.libvirt.LibvirtReader;
import io.vmloom.machine.libvirt.LibvirtWriter;
import io.vmloom.machine.ovf.OvfReader;
import io.vmloom.machine.ovf.OvfWriter;
import io.vmloom.machine.proxmox.QmWriter;
import io.vmloom.machine.pvs.PvsReader;
import io.vmloom.machine.vbox.VboxReader;
import io.vmloom.machine.vmx.VmxReader;
import io.vmloom.machine.vmx.VmxWriter;
import io.vmloom.machine.xen.XlWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every kind that is read or written. */
public final class MachineKinds {
    /** VMDKs of packages are streamOptimized, as importers want them. */
    public static final MachineKind OVF = new MachineKind(
            "ovf",
            "OVF",
            "ovf",
            Optional.of(new OvfReader()),
            Optional.of(new OvfWriter()),
            new MachineKind.Disks("vmdk", Map.of("subformat", "streamOptimized"), new MachineKind.Place.Packed()));

    private static final List<MachineKind> ALL = List.of(
            new MachineKind(
                    "vmx",
                    "VMware VMX",
                    "vmx",
                    Optional.of(new VmxReader()),
                    Optional.of(new VmxWriter()),
                    beside("vmdk")),
            new MachineKind(
                    "libvirt",
                    "libvirt domain XML",
                    "xml",
                    Optional.of(new LibvirtReader()),
                    Optional.of(new LibvirtWriter()),
                    inFolder("qcow2", "/var/lib/libvirt/images/")),
            OVF,
            new MachineKind(
                    "vbox",
                    "VirtualBox settings",
                    "vbox",
                    Optional.of(new VboxReader()),
                    Optional.empty(),
                    beside("vdi")),
            new MachineKind(
                    "pvs",
                    "Parallels configuration",
                    "pvs",
                    Optional.of(new PvsReader()),
                    Optional.empty(),
                    beside("parallels")),
            new MachineKind(
                    "xen",
                    "Xen xl.cfg",
                    "cfg",
                    Optional.empty(),
                    Optional.of(new XlWriter()),
                    inFolder("raw", "/var/lib/xen/images/")),
            new MachineKind(
                    "proxmox",
                    "Proxmox VE",
                    "conf",
                    Optional.empty(),
                    Optional.of(new QmWriter()),
                    inFolder("qcow2", "/var/lib/vz/images/")));

    private MachineKinds() {}

    public static List<MachineKind> all() {
        return ALL;
    }

    public static Optional<MachineKind> named(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }

    /** A kind that is written; {@link RequestException} for any other name. */
    public static MachineKind writable(String name) {
        List<MachineKind> written =
                ALL.stream().filter(kind -> kind.writer().isPresent()).toList();
        return written.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RequestException("configurations are written as "
                        + written.stream().map(MachineKind::name).collect(Collectors.joining(", ")) + ", got: '" + name
                        + "'"));
    }

    /** The kind that is written to files of this name. */
    public static Optional<MachineKind> ofFile(String fileName) {
        return ALL.stream()
                .filter(kind -> kind.writer().isPresent())
                .filter(kind -> fileName.toLowerCase(Locale.ROOT).endsWith("." + kind.extension()))
                .findFirst();
    }

    /** The kind that this file is, by its content; {@link ImageException} when it is none, or may be two. */
    public static MachineKind detect(ConfigFile file) {
        List<MachineKind> found = ALL.stream()
                .filter(kind -> kind.reader().stream().anyMatch(reader -> reader.recognises(file)))
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        String readable = ALL.stream()
                .filter(kind -> kind.reader().isPresent())
                .map(MachineKind::title)
                .collect(Collectors.joining(", "));
        throw ImageException.unsupported(
                file.name(),
                found.isEmpty()
                        ? "this is no configuration of a machine that is known"
                        : "this may be "
                                + found.stream().map(MachineKind::title).collect(Collectors.joining(" or ")),
                "known are, by their content: " + readable);
    }

    private static MachineKind.Disks beside(String format) {
        return new MachineKind.Disks(format, Map.of(), new MachineKind.Place.Beside());
    }

    private static MachineKind.Disks inFolder(String format, String folder) {
        return new MachineKind.Disks(format, Map.of(), new MachineKind.Place.HostFolder(folder));
    }
}
