package io.vmloom.machine.ovf;

import io.vmloom.error.ImageException;
import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Medium;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files and disks of a package, by their ids. */
final class PackageFiles {
    private static final int MAX_FILES = 10_000;
    private static final Pattern RESOURCE = Pattern.compile("(?:ovf:)?/{0,2}(disk|file)/(.+)");

    private final Map<String, OvfFile> files = new LinkedHashMap<>();
    private final Map<String, OvfDisk> disks = new LinkedHashMap<>();

    private PackageFiles() {}

    static PackageFiles read(String file, ConfigNode envelope) {
        PackageFiles all = new PackageFiles();
        envelope.child("References")
                .ifPresent(references -> references.children("File").forEach(one -> all.add(file, one)));
        for (ConfigNode section : envelope.children()) {
            if (Sections.kind(section).equals("DiskSection")) {
                section.settle("Info");
                section.children("Disk").forEach(disk -> all.addDisk(file, disk));
            }
        }
        return all;
    }

    List<OvfFile> files() {
        return new ArrayList<>(files.values());
    }

    List<OvfDisk> disks() {
        return new ArrayList<>(disks.values());
    }

    /** What a device's {@code HostResource} means; empty for what is not in the package. */
    Optional<OvfDisk> disk(String resource) {
        Matcher matcher = RESOURCE.matcher(resource);
        if (!matcher.matches()) {
            return Optional.ofNullable(disks.get(resource));
        }
        return matcher.group(1).equals("disk")
                ? Optional.ofNullable(disks.get(matcher.group(2)))
                : Optional.ofNullable(files.get(matcher.group(2)))
                        .map(file -> new OvfDisk("", Optional.of(file), OptionalLong.empty(), "", Optional.empty()));
    }

    /** The file behind a resource. */
    Optional<Medium> image(String resource) {
        return disk(resource).flatMap(disk -> disk.file().map(file -> new Medium.Image(file.href(), disk.format())));
    }

    private void add(String file, ConfigNode node) {
        String id = node.attribute("id").orElse("");
        String href = node.attribute("href").orElse("");
        if (href.isEmpty()) {
            throw ImageException.invalid(
                    file, 0, "every file of the package must have a 'href', and '" + id + "' has none");
        }
        if (files.size() == MAX_FILES) {
            throw ImageException.unsafe(
                    file, "it refers to more than " + MAX_FILES + " files", "no package has so many");
        }
        OvfFile read = new OvfFile(
                id,
                href,
                number(file, node, "size"),
                switch (node.attribute("compression").orElse("")) {
                    case "", "identity" -> OvfFile.Compression.NONE;
                    case "gzip" -> OvfFile.Compression.GZIP;
                    default -> OvfFile.Compression.OTHER;
                },
                number(file, node, "chunkSize"));
        if (files.putIfAbsent(id, read) != null) {
            throw twice(file, "file", id);
        }
    }

    private void addDisk(String file, ConfigNode node) {
        String id = node.attribute("diskId").orElse("");
        Optional<String> fileRef = node.attribute("fileRef").filter(ref -> !ref.isEmpty());
        fileRef.filter(ref -> !files.containsKey(ref)).ifPresent(ref -> {
            throw ImageException.invalid(
                    file, 0, "disk '" + id + "' must lie in one of the package's files, and '" + ref + "' is none");
        });
        String unit = node.attribute("capacityAllocationUnits").orElse("");
        String capacity = node.attribute("capacity").orElse("");
        OptionalLong bytes = Units.bytes(capacity, unit);
        if (bytes.isEmpty() && !capacity.isEmpty() && !capacity.startsWith("${")) {
            throw ImageException.invalid(
                    file, 0, "the capacity of disk '" + id + "' must be an amount, got: '" + capacity + "' " + unit);
        }
        node.attribute("populatedSize");
        OvfDisk read = new OvfDisk(
                id,
                fileRef.map(files::get),
                bytes,
                DiskUris.format(node.attribute("format").orElse("")),
                node.attribute("parentRef"));
        if (disks.putIfAbsent(id, read) != null) {
            throw twice(file, "disk", id);
        }
    }

    private static OptionalLong number(String file, ConfigNode node, String attribute) {
        Optional<String> text = node.attribute(attribute).filter(value -> !value.isBlank());
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!text.get().strip().matches("\\d{1,18}")) {
            throw ImageException.invalid(
                    file, 0, "'" + attribute + "' of a file must be a number of bytes, got: '" + text.get() + "'");
        }
        return OptionalLong.of(Long.parseLong(text.get().strip()));
    }

    private static ImageException twice(String file, String what, String id) {
        return ImageException.unsafe(
                file,
                "two " + what + "s have the id '" + id + "'",
                "programs differ in which one they believe; remove one of them");
    }
}
