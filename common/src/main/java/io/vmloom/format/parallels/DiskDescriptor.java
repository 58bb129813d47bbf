package io.vmloom.format.parallels;

import io.vmloom.error.ImageException;
import io.vmloom.format.Probe;
import io.vmloom.source.ByteSource;
import io.vmloom.xml.XmlElement;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code DiskDescriptor.xml}: which files make a disk. The disk is divided into storages, one behind the other; each of
 * them has an image of every snapshot.
 *
 * @param shots each snapshot's parent, by identifiers in lower case without braces; {@link #NONE} below the lowest
 * @param top the active state, if it is said
 * @see <a href="https://www.qemu.org/docs/master/interop/prl-xml.html">Parallels Disk Format</a>
 */
record DiskDescriptor(List<Storage> storages, Map<String, String> shots, Optional<String> top) {
    /** A piece of the disk, from one sector to before another one. */
    record Storage(long startSector, long endSector, List<Image> images) {
        long virtualBytes() {
            return (endSector - startSector) * SECTOR_BYTES;
        }
    }

    /** What a snapshot has of a storage. */
    record Image(String snapshot, Type type, String file) {}

    enum Type {
        PLAIN,
        COMPRESSED
    }

    static final String FILE_NAME = "DiskDescriptor.xml";
    static final String NONE = "00000000-0000-0000-0000-000000000000";
    /** The active state where the descriptor does not say which it is. */
    static final String USUAL_TOP = "5fbaabe3-6958-40ff-92a7-860e329aab41";

    private static final int SECTOR_BYTES = 512;
    private static final int MAX_BYTES = 4 << 20;
    private static final int MAX_HEAD_BYTES = 4096;
    private static final long MAX_SECTORS = 1L << 53;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern BEGINNING = Pattern.compile(
            "\\s*+(<\\?xml[^>]*+>)?+(\\s++|<!--[^>]*+>)*+<Parallels_disk_image[\\s>].*", Pattern.DOTALL);

    DiskDescriptor {
        storages = List.copyOf(storages);
    }

    static boolean begins(Probe probe) {
        String head =
                new String(probe.head(), 0, Math.min(probe.head().length, MAX_HEAD_BYTES), StandardCharsets.UTF_8);
        return BEGINNING
                .matcher(head.startsWith("\uFEFF") ? head.substring(1) : head)
                .matches();
    }

    static DiskDescriptor read(ByteSource source) {
        XmlElement root = XmlElement.read(source, "a disk descriptor", MAX_BYTES);
        if (!root.attributes().getOrDefault("Version", "").equals("1.0")) {
            throw unsupported(source.name(), "the descriptor's version is not 1.0, the only one there is");
        }
        XmlElement parameters = root.require("Disk_Parameters");
        refuseWhatChangesContent(parameters);
        List<Storage> storages = root.require("StorageData").children("Storage").stream()
                .map(DiskDescriptor::storage)
                .toList();
        long size = number(parameters, "Disk_size");
        long end = 0;
        for (Storage storage : storages) {
            if (storage.startSector() != end || storage.endSector() <= end || storage.endSector() > MAX_SECTORS) {
                throw invalid(
                        source.name(),
                        "a storage must follow the one before at sector " + end + ", got: " + storage.startSector()
                                + " to " + storage.endSector());
            }
            end = storage.endSector();
        }
        if (end != size) {
            throw invalid(source.name(), "the storages must fill the disk's " + size + " sectors, got: " + end);
        }
        Map<String, String> shots = new LinkedHashMap<>();
        Optional<XmlElement> snapshots = root.child("Snapshots");
        for (XmlElement shot : snapshots.map(all -> all.children("Shot")).orElse(List.of())) {
            if (shots.put(identifier(shot, "GUID"), identifier(shot, "ParentGUID")) != null) {
                throw invalid(source.name(), "snapshot " + identifier(shot, "GUID") + " is described twice");
            }
        }
        if (shots.isEmpty()) {
            shots.put(USUAL_TOP, NONE);
        }
        return new DiskDescriptor(
                storages, shots, snapshots.flatMap(all -> all.child("TopGUID")).map(DiskDescriptor::identifier));
    }

    /** As a user or a descriptor writes it. */
    static String identifier(String text) {
        return text.replaceAll("[{}\\s]", "").toLowerCase(Locale.ROOT);
    }

    private static void refuseWhatChangesContent(XmlElement parameters) {
        if (parameters.child("Padding").isPresent() && number(parameters, "Padding") != 0) {
            throw unsupported(parameters.file(), "the disk is padded, and where its data begin is told by nobody");
        }
        if (parameters.child("LogicSectorSize").isPresent() && number(parameters, "LogicSectorSize") != SECTOR_BYTES) {
            throw unsupported(parameters.file(), "the disk's sectors have not 512 bytes");
        }
        parameters
                .child("Encryption")
                .flatMap(encryption -> encryption.child("Engine"))
                .map(DiskDescriptor::identifier)
                .filter(engine -> !engine.isEmpty() && !engine.equals(NONE))
                .ifPresent(engine -> {
                    throw ImageException.unsupported(
                            parameters.file(),
                            "the disk is encrypted by " + engine,
                            "remove its encryption with the program that made it");
                });
    }

    private static Storage storage(XmlElement storage) {
        List<Image> images = new ArrayList<>();
        for (XmlElement image : storage.children("Image")) {
            String type = image.require("Type").text();
            images.add(new Image(
                    identifier(image, "GUID"),
                    switch (type) {
                        case "Plain" -> Type.PLAIN;
                        case "Compressed" -> Type.COMPRESSED;
                        default -> throw unsupported(storage.file(), "images of type '" + type + "' are not known");
                    },
                    image.require("File").text()));
        }
        return new Storage(number(storage, "Start"), number(storage, "End"), images);
    }

    private static String identifier(XmlElement element, String child) {
        return identifier(element.require(child));
    }

    private static String identifier(XmlElement element) {
        return identifier(element.text());
    }

    private static long number(XmlElement element, String child) {
        String text = element.require(child).text();
        if (!NUMBER.matcher(text).matches()) {
            throw invalid(element.file(), "'" + child + "' must be a number, got: '" + text + "'");
        }
        return Long.parseLong(text);
    }

    private static ImageException invalid(String file, String reason) {
        return ImageException.invalid(file, 0, reason);
    }

    private static ImageException unsupported(String file, String reason) {
        return ImageException.unsupported(file, reason, "convert it with the program that made it");
    }
}
