package io.vmloom.machine.vbox;

import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Medium;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The media that a machine knows, by their ids; disks inside others hold only what changed since those. */
final class VboxMedia {
    /**
     * A medium.
     *
     * @param parent location of the disk that it needs
     */
    record Entry(Medium.Image image, Optional<String> parent) {}

    private final Map<String, Entry> byId = new HashMap<>();

    static VboxMedia of(ConfigNode machine) {
        VboxMedia media = new VboxMedia();
        machine.child("MediaRegistry").ifPresent(registry -> {
            registry.child("HardDisks")
                    .ifPresent(disks -> disks.children("HardDisk").forEach(disk -> media.add(disk, Optional.empty())));
            registry.child("DVDImages")
                    .ifPresent(images -> images.children("Image").forEach(image -> media.add(image, Optional.empty())));
            registry.child("FloppyImages")
                    .ifPresent(images -> images.children("Image").forEach(image -> media.add(image, Optional.empty())));
        });
        return media;
    }

    Optional<Entry> find(String id) {
        return Optional.ofNullable(byId.get(id.toLowerCase(Locale.ROOT)));
    }

    private void add(ConfigNode node, Optional<String> parent) {
        String id = node.attribute("uuid").orElse("").toLowerCase(Locale.ROOT);
        String location = node.attribute("location").orElse("");
        String format = format(node.attribute("format").orElse("RAW"));
        node.attribute("type");
        if (!location.isEmpty()) {
            byId.put(id, new Entry(new Medium.Image(location, format), parent));
        }
        node.children("HardDisk").forEach(child -> add(child, Optional.of(location)));
    }

    private static String format(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "VDI" -> "vdi";
            case "VMDK" -> "vmdk";
            case "VHD" -> "vpc";
            case "PARALLELS" -> "parallels";
            case "QCOW" -> "qcow";
            case "QED" -> "qed";
            case "RAW" -> "raw";
            default -> "";
        };
    }
}
