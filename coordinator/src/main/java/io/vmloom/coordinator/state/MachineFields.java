package io.vmloom.coordinator.state;

import io.vmloom.coordinator.job.DigestedFile;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.MachineDisk;
import io.vmloom.coordinator.job.MachineNotes;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.coordinator.job.Making;
import io.vmloom.machine.RuleWords;
import io.vmloom.machine.ToldNote;
import io.vmloom.wire.Fields;
import io.vmloom.wire.StoreFields;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Machines that are to be made, and what became of them, as maps. */
final class MachineFields {
    private static final String CONFIG = "CONFIG";
    private static final String APPLIANCE = "APPLIANCE";
    private static final String DIGESTS = "DIGESTS";

    private MachineFields() {}

    /** Nothing for a disk, as from before there was anything else. */
    static Optional<ObjectNode> write(Making making) {
        return switch (making) {
            case Making.Disk _ -> Optional.empty();
            case Making.Config(MachineOrder order) -> Optional.of(write(CONFIG, order));
            case Making.Appliance(MachineOrder order) -> Optional.of(write(APPLIANCE, order));
            case Making.Digests digests -> Optional.of(write(digests));
        };
    }

    static Making making(Fields fields) {
        String kind = fields.text("kind");
        return switch (kind) {
            case CONFIG -> new Making.Config(order(fields));
            case APPLIANCE -> new Making.Appliance(order(fields));
            case DIGESTS ->
                new Making.Digests(
                        digested(fields.fields("descriptor")), fields.list("disks", MachineFields::digested));
            default -> throw new IllegalArgumentException("making '" + kind + "' is not known");
        };
    }

    private static ObjectNode write(String kind, MachineOrder order) {
        ObjectNode map = Fields.empty().put("kind", kind);
        order.configuration().ifPresent(from -> map.set("from", StoreFields.write(from)));
        order.rules().bus().ifPresent(bus -> map.put("bus", bus));
        order.rules().nic().ifPresent(nic -> map.put("nic", nic));
        map.set("networks", Fields.texts(order.rules().networks()));
        map.set("disks", Fields.list(order.disks(), MachineFields::write));
        return map;
    }

    private static ObjectNode write(Making.Digests digests) {
        ObjectNode map = Fields.empty().put("kind", DIGESTS);
        map.set("descriptor", write(digests.descriptor()));
        map.set("disks", Fields.list(digests.disks(), MachineFields::write));
        return map;
    }

    private static ObjectNode write(DigestedFile file) {
        ObjectNode map = Fields.empty().put("as", file.name()).put("item", file.item());
        map.set("target", StoreFields.write(file.target()));
        return map;
    }

    private static DigestedFile digested(Fields fields) {
        return new DigestedFile(fields.text("as"), fields.text("item"), StoreFields.location(fields.fields("target")));
    }

    private static MachineOrder order(Fields fields) {
        return new MachineOrder(
                fields.optionalFields("from").map(StoreFields::location),
                new RuleWords(text(fields, "bus"), text(fields, "nic"), fields.texts("networks")),
                fields.list("disks", MachineFields::disk));
    }

    private static ObjectNode write(MachineDisk disk) {
        ObjectNode map = Fields.empty()
                .put("file", disk.file())
                .put("as", disk.reference())
                .put("item", disk.item())
                .put("format", disk.format());
        map.set("target", StoreFields.write(disk.target()));
        return map;
    }

    private static MachineDisk disk(Fields fields) {
        return new MachineDisk(
                fields.text("file"),
                fields.text("as"),
                fields.text("item"),
                StoreFields.location(fields.fields("target")),
                fields.text("format"));
    }

    static void write(ItemOutcome.Assembled made, ObjectNode map) {
        map.put("format", made.sourceFormat())
                .put("source", made.sourceBytes())
                .put("target", made.targetBytes())
                .put("disks", made.disks());
        map.set("notes", Fields.list(made.notes().first(), MachineFields::write));
        map.set(
                "counts",
                Fields.texts(made.notes().byKind().entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, kind -> Integer.toString(kind.getValue())))));
    }

    static ItemOutcome.Assembled assembled(Fields fields) {
        Map<String, Integer> byKind = new HashMap<>();
        fields.texts("counts").forEach((kind, count) -> byKind.put(kind, Integer.valueOf(count)));
        return new ItemOutcome.Assembled(
                fields.text("format"),
                fields.number("source"),
                fields.number("target"),
                fields.integer("disks"),
                new MachineNotes(fields.list("notes", MachineFields::note), byKind));
    }

    private static ObjectNode write(ToldNote note) {
        return Fields.empty()
                .put("step", note.step())
                .put("kind", note.kind())
                .put("setting", JobFields.encodable(note.setting()))
                .put("line", note.line())
                .put("value", JobFields.encodable(note.value()))
                .put("why", JobFields.encodable(note.explanation()));
    }

    private static ToldNote note(Fields fields) {
        return new ToldNote(
                fields.text("step"),
                fields.text("kind"),
                fields.text("setting"),
                fields.integer("line"),
                fields.text("value"),
                fields.text("why"));
    }

    private static Optional<String> text(Fields fields, String name) {
        return fields.has(name) ? Optional.of(fields.text(name)) : Optional.empty();
    }
}
