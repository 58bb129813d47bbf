package io.vmloom.coordinator.manifest;

import io.vmloom.coordinator.job.TargetNames;
import io.vmloom.format.Formats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * Manifests to begin with, for people to go on with.
 *
 * @param from where sources stand: a directory, or a prefix of a bucket
 * @param to where targets are put, likewise
 */
public record ManifestDraft(String name, Optional<String> from, String to, String format) {
    private static final Pattern DATASTORE = Pattern.compile("^\\[[^]]*]\\s*");
    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:[\\\\/]+");

    /** Throws {@link io.vmloom.error.RequestException} for a name or format that is none. */
    public ManifestDraft {
        name = Names.checked(name);
        format = Formats.writable(format).name();
        from = from.map(ManifestDraft::closed);
        to = closed(to);
    }

    /**
     * @param text of the manifest
     * @param notes on what was guessed and left out
     */
    public record Drafted(String text, List<String> notes) {}

    /** All that stands where sources stand, which has to be known. */
    public Drafted ofListing() {
        String items =
                """
                items:
                  listing: %s
                  # include: ["*.vmdk", "*.vhdx"]
                  # exclude: ["*-flat.vmdk"]
                  output: %s
                """.formatted(quoted(from.orElseThrow()), quoted(template().text()));
        return new Drafted(head() + items, List.of());
    }

    /**
     * The disks of a table.
     *
     * @param columns keys of an item by column; none if they are to be guessed
     */
    public Drafted ofTable(String file, byte[] csv, Map<String, String> columns) {
        CsvTable table = CsvTable.read(file, csv).requireColumns(columns.keySet());
        List<String> notes = new ArrayList<>();
        List<Node.Mapping> items = new ArrayList<>();
        if (columns.isEmpty() && !table.columns().contains("source.uri")) {
            Inventory inventory = Inventory.of(table);
            notes.add(file + " is taken for an inventory by " + inventory.guess());
            table.rows().stream()
                    .filter(inventory::takes)
                    .forEach(row -> items.add(item(inventory.item(row), row.position())));
        } else {
            table.rows().forEach(row -> items.add(item(named(row, columns), row.position())));
        }
        if (items.size() < table.rows().size()) {
            notes.add((table.rows().size() - items.size()) + " rows are disks that stand in no file, and left out");
        }
        return new Drafted(head() + comments(notes) + listed(items), notes);
    }

    private static Map<String, String> named(CsvTable.Row row, Map<String, String> columns) {
        Map<String, String> cells = new LinkedHashMap<>();
        row.cells().forEach((column, cell) -> {
            String key = columns.isEmpty() ? column : columns.getOrDefault(column, "");
            if (!key.isEmpty() && !cell.isEmpty()) {
                cells.put(key, cell);
            }
        });
        return cells;
    }

    private Node.Mapping item(Map<String, String> cells, Position position) {
        String said = cells.getOrDefault("source.uri", "");
        if (said.isEmpty()) {
            throw position.refuse("the source of this row is empty");
        }
        Map<String, String> whole = new LinkedHashMap<>();
        String behind = behind(said, position);
        String named = cells.getOrDefault("name", "");
        whole.put("name", ItemNode.shortened(named.isEmpty() ? behind : named));
        cells.forEach(whole::putIfAbsent);
        whole.put("source.uri", from.map(prefix -> prefix + behind).orElse(said));
        whole.putIfAbsent("output.uri", template().of(behind));
        return CsvNodes.nested(whole, position);
    }

    /** What follows the place of all sources; a datastore or a drive is where files stood before. */
    private String behind(String said, Position position) {
        if (from.isEmpty()) {
            if (DATASTORE.matcher(said).find() || DRIVE.matcher(said).find()) {
                throw position.refuse(
                        "'" + said + "' is known to its hypervisor only; say with --from where its files are");
            }
            return ItemNode.name(said);
        }
        String plain = DRIVE.matcher(DATASTORE.matcher(said).replaceFirst(""))
                .replaceFirst("")
                .replace('\\', '/');
        return plain.startsWith(from.get()) ? plain.substring(from.get().length()) : ItemNode.name(plain);
    }

    private String listed(List<Node.Mapping> items) {
        StringBuilder text = new StringBuilder("items:\n");
        Set<String> names = new HashSet<>();
        for (Node.Mapping item : items) {
            text.append("  - ")
                    .append(JsonMapper.shared().writeValueAsString(tree(item, names)))
                    .append('\n');
        }
        return text.toString();
    }

    /** A name that stands twice gets a number. */
    private static Object tree(Node.Mapping item, Set<String> names) {
        Map<String, Object> tree = new LinkedHashMap<>();
        item.entries().forEach((key, entry) -> tree.put(key, value(entry.value())));
        String name = String.valueOf(tree.get("name"));
        String free = name;
        for (int number = 2; !names.add(free); number++) {
            free = ItemNode.shortened(name + "-" + number);
        }
        tree.put("name", free);
        return tree;
    }

    private static Object value(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> scalar.text();
            case Node.Sequence sequence ->
                sequence.items().stream().map(ManifestDraft::value).toList();
            case Node.Mapping mapping -> {
                Map<String, Object> tree = new LinkedHashMap<>();
                mapping.entries().forEach((key, entry) -> tree.put(key, value(entry.value())));
                yield tree;
            }
        };
    }

    private NameTemplate template() {
        return new NameTemplate(to + "{path}." + TargetNames.endingOf(format));
    }

    private String head() {
        return """
                apiVersion: %s
                name: %s

                defaults:
                  output: {format: %s}
                  # verify: full
                  # overwrite: true

                # priority: 50
                # limits: {maxConcurrentItems: 20, maxBandwidth: 200MiB}
                # toleratedFailures: {percent: 5}
                # windows: [{days: "sat,sun", from: "20:00", until: "06:00", zone: UTC}]
                # report: {uri: "s3://bucket/reports/"}

                """.formatted(Manifest.API_VERSION, quoted(name), format);
    }

    private static String comments(List<String> notes) {
        StringBuilder text = new StringBuilder();
        notes.forEach(
                note -> text.append("# ").append(note.replaceAll("\\R", " ")).append('\n'));
        return text.toString();
    }

    private static String closed(String place) {
        return place.endsWith("/") ? place : place + "/";
    }

    /** As JSON has it, which is YAML. */
    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }
}
