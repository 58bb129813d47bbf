package io.vmloom.machine.ovf;

import io.vmloom.machine.Drive;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Medium;
import io.vmloom.machine.XmlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/** The files of a package that is written, each once, and the disks in them. */
final class FileTable {
    private record DiskEntry(String id, Drive.Disk disk, Medium.Image image) {}

    private final Map<String, String> ids = new LinkedHashMap<>();
    private final List<DiskEntry> disks = new ArrayList<>();
    private final Function<String, OptionalLong> sizes;

    private FileTable(Function<String, OptionalLong> sizes) {
        this.sizes = sizes;
    }

    static FileTable of(Machine machine, Function<String, OptionalLong> sizes) {
        FileTable files = new FileTable(sizes);
        for (Drive drive : machine.drives()) {
            if (drive.medium() instanceof Medium.Image image) {
                files.add(image.reference());
                if (drive instanceof Drive.Disk disk) {
                    files.disks.add(new DiskEntry("vmdisk" + (files.disks.size() + 1), disk, image));
                }
            }
        }
        if (!machine.firmware().nvram().isEmpty()) {
            files.add(machine.firmware().nvram());
        }
        return files;
    }

    /** How items refer to a file. */
    String resource(String reference) {
        return "ovf:/file/" + ids.get(reference);
    }

    /** How items refer to a disk in a file. */
    String resource(Drive.Disk disk) {
        return disks.stream()
                .filter(entry -> entry.disk().equals(disk))
                .findFirst()
                .map(entry -> "ovf:/disk/" + entry.id())
                .orElse("");
    }

    void writeReferences(XmlText xml) {
        xml.open("References");
        ids.forEach((reference, id) -> {
            List<String> attributes = new ArrayList<>(List.of("ovf:href", reference, "ovf:id", id));
            sizes.apply(reference).ifPresent(bytes -> attributes.addAll(List.of("ovf:size", Long.toString(bytes))));
            xml.empty("File", attributes.toArray(String[]::new));
        });
        xml.close("References");
    }

    void writeDisks(XmlText xml) {
        xml.open("DiskSection").leaf("Info", "Disks of the machine");
        for (DiskEntry entry : disks) {
            List<String> attributes = new ArrayList<>();
            entry.disk()
                    .capacityBytes()
                    .ifPresent(bytes -> attributes.addAll(
                            List.of("ovf:capacity", Long.toString(bytes), "ovf:capacityAllocationUnits", "byte")));
            attributes.addAll(List.of(
                    "ovf:diskId",
                    entry.id(),
                    "ovf:fileRef",
                    String.valueOf(ids.get(entry.image().reference())),
                    "ovf:format",
                    DiskUris.of(entry.image().format())));
            xml.empty("Disk", attributes.toArray(String[]::new));
        }
        xml.close("DiskSection");
    }

    private void add(String reference) {
        ids.putIfAbsent(reference, "file" + (ids.size() + 1));
    }
}
