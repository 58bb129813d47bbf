package io.vmloom.coordinator.state;

import io.vmloom.coordinator.terms.BatchLimits;
import io.vmloom.coordinator.terms.BatchTerms;
import io.vmloom.coordinator.terms.ClientToken;
import io.vmloom.coordinator.terms.Priority;
import io.vmloom.coordinator.terms.ReportPlace;
import io.vmloom.coordinator.terms.RetryTerms;
import io.vmloom.coordinator.terms.TimeWindow;
import io.vmloom.coordinator.terms.Tolerance;
import io.vmloom.coordinator.terms.Webhook;
import io.vmloom.wire.Fields;
import io.vmloom.wire.StoreFields;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** The terms of a batch as maps; what is as usual is left out. */
final class TermsFields {
    private TermsFields() {}

    static ObjectNode write(BatchTerms terms) {
        ObjectNode map = Fields.empty().put("tenant", terms.tenant());
        terms.clientToken().ifPresent(token -> map.put("token", token.text()).put("body", token.bodySha256()));
        map.put("priority", terms.priority().number());
        terms.deadline().ifPresent(deadline -> map.put("deadline", deadline.toString()));
        map.set("tags", Fields.texts(terms.tags()));
        map.put("confirm", terms.confirmationRequired());
        BatchLimits limits = terms.limits();
        limits.items().ifPresent(items -> map.put("items", items));
        limits.ranges().ifPresent(ranges -> map.put("ranges", ranges));
        limits.bytesPerSecond().ifPresent(bytes -> map.put("bandwidth", bytes));
        terms.tolerance().count().ifPresent(count -> map.put("failures", count));
        terms.tolerance().percent().ifPresent(percent -> map.put("failuresPercent", percent));
        RetryTerms retry = terms.retry();
        map.put("rangeAttempts", retry.rangeAttempts())
                .put("itemAttempts", retry.itemAttempts())
                .put("backoff", retry.backoff().toString())
                .put("longestBackoff", retry.longestBackoff().toString());
        map.set("windows", Fields.list(terms.windows(), TermsFields::write));
        terms.report().ifPresent(report -> map.set("report", write(report)));
        map.set("webhooks", Fields.list(terms.webhooks(), TermsFields::write));
        return map;
    }

    static BatchTerms read(Fields fields) {
        return new BatchTerms(
                fields.text("tenant"),
                fields.has("token")
                        ? Optional.of(new ClientToken(fields.text("token"), fields.text("body")))
                        : Optional.empty(),
                new Priority(fields.integer("priority")),
                fields.has("deadline") ? Optional.of(Instant.parse(fields.text("deadline"))) : Optional.empty(),
                fields.texts("tags"),
                fields.flag("confirm"),
                new BatchLimits(
                        number(fields, "items"),
                        number(fields, "ranges"),
                        fields.has("bandwidth") ? OptionalLong.of(fields.number("bandwidth")) : OptionalLong.empty()),
                new Tolerance(number(fields, "failures"), number(fields, "failuresPercent")),
                new RetryTerms(
                        fields.integer("rangeAttempts"),
                        fields.integer("itemAttempts"),
                        Duration.parse(fields.text("backoff")),
                        Duration.parse(fields.text("longestBackoff"))),
                fields.list("windows", TermsFields::window),
                fields.optionalFields("report").map(TermsFields::report),
                fields.list("webhooks", TermsFields::webhook));
    }

    private static OptionalInt number(Fields fields, String name) {
        return fields.has(name) ? OptionalInt.of(fields.integer(name)) : OptionalInt.empty();
    }

    private static ObjectNode write(TimeWindow window) {
        ObjectNode map = Fields.empty()
                .put("from", window.from().toString())
                .put("until", window.until().toString())
                .put("zone", window.zone().getId());
        map.set("days", names(window.days()));
        return map;
    }

    private static TimeWindow window(Fields fields) {
        return new TimeWindow(
                constants(fields, "days", DayOfWeek::valueOf),
                LocalTime.parse(fields.text("from")),
                LocalTime.parse(fields.text("until")),
                ZoneId.of(fields.text("zone")));
    }

    private static ObjectNode write(ReportPlace report) {
        ObjectNode map = Fields.empty();
        map.set("prefix", StoreFields.write(report.prefix()));
        map.set("formats", names(report.formats()));
        return map;
    }

    private static ReportPlace report(Fields fields) {
        return new ReportPlace(
                StoreFields.inBucket(fields.fields("prefix")),
                constants(fields, "formats", ReportPlace.Format::valueOf));
    }

    private static ObjectNode write(Webhook webhook) {
        ObjectNode map = Fields.empty().put("url", webhook.url().toString());
        webhook.secret().ifPresent(secret -> map.set("secret", TrustFields.write(secret)));
        map.set("events", names(webhook.events()));
        return map;
    }

    private static Webhook webhook(Fields fields) {
        return new Webhook(
                URI.create(fields.text("url")),
                fields.optionalFields("secret").map(TrustFields::key),
                constants(fields, "events", Webhook.Event::valueOf));
    }

    private static ObjectNode names(Collection<? extends Enum<?>> constants) {
        return JobFields.sorted(constants.stream().map(Enum::name).toList());
    }

    private static <E> Set<E> constants(Fields fields, String name, Function<String, E> meaning) {
        return fields.texts(name).keySet().stream().map(meaning).collect(Collectors.toSet());
    }
}
