package io.vmloom.cli.report;

import io.vmloom.appliance.Appliance;
import io.vmloom.appliance.PackageFinding;
import io.vmloom.appliance.PackagedDisk;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.machine.Machine;
import io.vmloom.machine.Note;
import io.vmloom.machine.Reading;
import io.vmloom.machine.ovf.OvfFile;
import io.vmloom.unit.ByteSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a package is, for people and for scripts, to whom names are a contract. */
public final class ApplianceText {
    private ApplianceText() {}

    /** All of it. */
    public static List<String> lines(Appliance appliance) {
        List<String> lines = new ArrayList<>();
        lines.add("package:     " + appliance.name());
        lines.add("descriptor:  " + appliance.descriptor());
        for (Reading reading : appliance.machines()) {
            Machine machine = reading.machine();
            lines.add("machine:     " + machine.name());
            lines.add("  " + machine.cpu().processors() + " processors, " + ByteSize.format(machine.memoryBytes())
                    + " of memory, " + machine.drives().size() + " drives, "
                    + machine.nics().size() + " network cards");
            lines.add("  guest "
                    + (machine.guest().id().isEmpty()
                            ? "unknown"
                            : machine.guest().id()) + " ("
                    + word(machine.guest().family()) + ", "
                    + word(machine.guest().architecture()) + ")");
        }
        appliance.disks().forEach(disk -> lines.add("disk:        " + line(disk)));
        appliance
                .findings()
                .forEach(finding -> lines.add((finding.kind().isBad() ? "wrong:       " : "checked:     ") + finding));
        notes(appliance).forEach(note -> lines.add("note:        " + note));
        return lines;
    }

    /** What is wrong with it. */
    public static List<String> warnings(Appliance appliance) {
        return appliance.findings().stream()
                .filter(finding -> finding.kind().isBad())
                .map(finding -> "vmloom: warning: " + finding)
                .toList();
    }

    public static Map<String, Object> tree(Appliance appliance) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("package", appliance.name());
        tree.put("descriptor", appliance.descriptor());
        tree.put(
                "machines",
                appliance.machines().stream()
                        .map(reading -> machine(reading.machine()))
                        .toList());
        tree.put("disks", appliance.disks().stream().map(ApplianceText::disk).toList());
        tree.put(
                "findings",
                appliance.findings().stream().map(ApplianceText::finding).toList());
        tree.put("notes", notes(appliance).stream().map(ApplianceText::note).toList());
        return tree;
    }

    /** The same after its disks were converted. */
    public static Map<String, Object> tree(Appliance appliance, List<ItemReport> reports) {
        Map<String, Object> tree = tree(appliance);
        tree.put("items", reports.stream().map(ReportJson::item).toList());
        return tree;
    }

    /** What a package is made of that was no package before. */
    public static Map<String, Object> tree(List<ItemReport> reports) {
        return Map.of("items", reports.stream().map(ReportJson::item).toList());
    }

    private static List<Note> notes(Appliance appliance) {
        List<Note> notes = new ArrayList<>(appliance.notes());
        appliance.machines().forEach(reading -> notes.addAll(reading.notes()));
        return notes;
    }

    private static String line(PackagedDisk disk) {
        StringBuilder line = new StringBuilder(disk.file());
        line.append(", ").append(disk.format().isEmpty() ? "format not told" : disk.format());
        disk.virtualBytes().ifPresent(bytes -> line.append(", ").append(ByteSize.format(bytes)));
        line.append(", ").append(ByteSize.format(disk.storedBytes())).append(" stored");
        if (disk.compression() != OvfFile.Compression.NONE) {
            line.append(", ").append(word(disk.compression()));
        }
        if (disk.pieces() > 1) {
            line.append(" in ").append(disk.pieces()).append(" pieces");
        }
        return line.toString();
    }

    private static Map<String, Object> machine(Machine machine) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", machine.name());
        tree.put("guest", machine.guest().id());
        tree.put("processors", machine.cpu().processors());
        tree.put("memoryBytes", machine.memoryBytes());
        tree.put("drives", machine.drives().size());
        tree.put("networkCards", machine.nics().size());
        return tree;
    }

    private static Map<String, Object> disk(PackagedDisk disk) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("file", disk.file());
        tree.put("format", disk.format());
        disk.virtualBytes().ifPresent(bytes -> tree.put("virtualBytes", bytes));
        tree.put("storedBytes", disk.storedBytes());
        tree.put("compression", word(disk.compression()));
        tree.put("pieces", disk.pieces());
        return tree;
    }

    private static Map<String, Object> finding(PackageFinding finding) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", word(finding.kind()));
        tree.put("file", finding.file());
        tree.put("text", finding.text());
        return tree;
    }

    private static Map<String, Object> note(Note note) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", note.kind());
        tree.put("setting", note.setting().path());
        tree.put("line", note.setting().line());
        tree.put("value", note.setting().value());
        tree.put("explanation", note.explanation());
        return tree;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
