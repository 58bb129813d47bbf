package io.vmloom.coordinator.manifest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tables of disks that other programs write, told by their columns. */
enum Inventory {
    RVTOOLS("RVTools, tab vDisk", List.of("VM", "Disk"), "Disk Path", Map.of("Raw", "True")),
    POWERCLI("PowerCLI, Get-HardDisk", List.of("Parent", "Name"), "Filename", Map.of()),
    HYPER_V("Hyper-V, Get-VMHardDiskDrive", List.of("VMName"), "Path", Map.of());

    private static final String NAME = "name";
    private static final String SOURCE = "source.uri";

    private final String title;
    private final List<String> nameColumns;
    private final String sourceColumn;
    private final Map<String, String> leftOut;

    /** @param leftOut values of columns by which a row is no disk that could be converted */
    Inventory(String title, List<String> nameColumns, String sourceColumn, Map<String, String> leftOut) {
        this.title = title;
        this.nameColumns = nameColumns;
        this.sourceColumn = sourceColumn;
        this.leftOut = leftOut;
    }

    /** The one that a table is of; refuses a table that is of none and says what to do. */
    static Inventory of(CsvTable table) {
        Optional<Inventory> known = Arrays.stream(values())
                .filter(inventory -> table.columns().contains(inventory.sourceColumn)
                        && table.columns().containsAll(inventory.nameColumns))
                .findFirst();
        return known.orElseThrow(() -> new Position(table.file(), 1, 1)
                .refuse("it is not known what its columns mean; say it with --columns 'COLUMN=source.uri,COLUMN=name'."
                        + " Known are "
                        + Arrays.stream(values()).map(one -> one.title).collect(Collectors.joining("; "))
                        + ". The columns are " + String.join(", ", table.columns())));
    }

    /** What was taken for what, for people. */
    String guess() {
        return title + ": " + sourceColumn + " is " + SOURCE + ", " + String.join(" with ", nameColumns) + " is "
                + NAME;
    }

    /** Whether a row is a disk that stands in a file. */
    boolean takes(CsvTable.Row row) {
        return leftOut.entrySet().stream()
                .noneMatch(
                        entry -> entry.getValue().equalsIgnoreCase(row.cells().getOrDefault(entry.getKey(), "")));
    }

    /** Keys of an item. */
    Map<String, String> item(CsvTable.Row row) {
        List<String> name = new ArrayList<>();
        nameColumns.forEach(column -> name.add(row.cells().getOrDefault(column, "")));
        return Map.of(NAME, String.join("-", name), SOURCE, row.cells().getOrDefault(sourceColumn, ""));
    }
}
