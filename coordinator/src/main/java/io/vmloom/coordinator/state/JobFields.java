package io.vmloom.coordinator.state;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.Making;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.digest.GuestDigest;
import io.vmloom.error.ErrorCode;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import io.vmloom.wire.DamageFields;
import io.vmloom.wire.Fields;
import io.vmloom.wire.StoreFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What was asked for, and what became of it, as maps. */
final class JobFields {
    private JobFields() {}

    static ObjectNode write(ConversionRequest request) {
        ObjectNode map = Fields.empty()
                .put("id", request.id())
                .put("name", request.name())
                .put("from", request.sourceFormat())
                .put("snapshot", request.snapshot())
                .put("to", request.targetFormat())
                .put("verify", request.verify().name())
                .put("overwrite", request.overwrite().name());
        List<Location> sources = request.source().all();
        map.set("source", StoreFields.write(sources.getFirst()));
        if (sources.size() > 1) {
            map.set("further", Fields.list(sources.subList(1, sources.size()), StoreFields::write));
        }
        request.source().member().ifPresent(member -> map.put("member", member));
        map.set("target", StoreFields.write(request.target()));
        map.set("options", Fields.texts(request.options()));
        request.targetKey().ifPresent(key -> map.set("targetKey", TrustFields.write(key)));
        if (!request.properties().equals(ObjectProperties.NONE)) {
            map.set("properties", PropertyFields.write(request.properties()));
        }
        if (!request.trust().equals(Trust.DEFAULT)) {
            map.set("trust", TrustFields.write(request.trust()));
        }
        MachineFields.write(request.making()).ifPresent(making -> map.set("making", making));
        return map;
    }

    static ConversionRequest request(Fields fields) {
        return new ConversionRequest(
                fields.text("id"),
                fields.text("name"),
                sources(fields),
                fields.text("from"),
                fields.text("snapshot"),
                fields.optionalFields("trust").map(TrustFields::read).orElse(Trust.DEFAULT),
                StoreFields.location(fields.fields("target")),
                fields.text("to"),
                fields.texts("options"),
                fields.optionalFields("targetKey").map(TrustFields::key),
                fields.constant("verify", VerifyLevel.class),
                fields.constant("overwrite", OverwritePolicy.class),
                fields.optionalFields("properties").map(PropertyFields::read).orElse(ObjectProperties.NONE),
                fields.optionalFields("making").map(MachineFields::making).orElse(Making.DISK));
    }

    private static Sources sources(Fields fields) {
        List<Location> all = new ArrayList<>();
        all.add(StoreFields.location(fields.fields("source")));
        if (fields.has("further")) {
            all.addAll(fields.list("further", StoreFields::location));
        }
        return new Sources(all, fields.has("member") ? Optional.of(fields.text("member")) : Optional.empty());
    }

    static ObjectNode write(ItemOutcome outcome) {
        ObjectNode map = Fields.empty();
        switch (outcome) {
            case ItemOutcome.Succeeded done -> {
                map.put("kind", "SUCCEEDED")
                        .put("format", done.sourceFormat())
                        .put("source", done.sourceBytes())
                        .put("virtual", done.virtualBytes())
                        .put("data", done.dataBytes())
                        .put("target", done.targetBytes())
                        .put("verified", done.verified().name())
                        .put("weak", done.weakIdentity())
                        .put("ranges", done.ranges())
                        .put("retries", done.retries());
                putExtents(map, done.extents());
                putDigest(map, done.digest());
                DamageFields.write(done.losses(), map);
            }
            case ItemOutcome.Skipped skipped -> {
                map.put("kind", "SKIPPED")
                        .put("format", skipped.sourceFormat())
                        .put("source", skipped.sourceBytes())
                        .put("virtual", skipped.virtualBytes())
                        .put("target", skipped.targetBytes());
                putExtents(map, skipped.extents());
                putDigest(map, skipped.digest());
            }
            case ItemOutcome.Assembled made -> MachineFields.write(made, map.put("kind", "ASSEMBLED"));
            case ItemOutcome.Failed(ErrorCode code, String message, boolean retryable) -> {
                map.put("kind", "FAILED").put("code", code.name()).put("message", encodable(message));
                if (retryable) {
                    map.put("retryable", true);
                }
            }
        }
        return map;
    }

    static ItemOutcome outcome(Fields fields) {
        String kind = fields.text("kind");
        return switch (kind) {
            case "SUCCEEDED" ->
                new ItemOutcome.Succeeded(
                        fields.text("format"),
                        fields.number("source"),
                        fields.number("virtual"),
                        fields.number("data"),
                        fields.number("target"),
                        extents(fields),
                        digest(fields),
                        fields.constant("verified", VerifyLevel.class),
                        fields.flag("weak"),
                        fields.integer("ranges"),
                        fields.integer("retries"),
                        DamageFields.losses(fields));
            case "SKIPPED" ->
                new ItemOutcome.Skipped(
                        fields.text("format"),
                        fields.number("source"),
                        fields.number("virtual"),
                        fields.number("target"),
                        extents(fields),
                        digest(fields));
            case "ASSEMBLED" -> MachineFields.assembled(fields);
            case "FAILED" ->
                new ItemOutcome.Failed(
                        fields.constant("code", ErrorCode.class), fields.text("message"), fields.has("retryable"));
            default -> throw new IllegalArgumentException("outcome '" + kind + "' is not known");
        };
    }

    private static void putDigest(ObjectNode map, Optional<GuestDigest> digest) {
        digest.ifPresent(known -> map.put("digest", known.toString()));
    }

    private static Optional<GuestDigest> digest(Fields fields) {
        return fields.has("digest") ? Optional.of(GuestDigest.parse(fields.text("digest"))) : Optional.empty();
    }

    private static void putExtents(ObjectNode map, List<String> names) {
        if (!names.isEmpty()) {
            map.set("extents", Fields.list(names, name -> Fields.empty().put("name", name)));
        }
    }

    private static List<String> extents(Fields fields) {
        return fields.has("extents") ? fields.list("extents", extent -> extent.text("name")) : List.of();
    }

    /** A set of texts as a map of empty texts, in order, so that equal sets give equal bytes. */
    static ObjectNode sorted(Collection<String> texts) {
        return Fields.texts(texts.stream().collect(Collectors.toMap(text -> text, text -> "")));
    }

    /** A name out of a damaged image may hold half a surrogate pair, which must not stop its own error message. */
    static String encodable(String message) {
        return new String(message.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
