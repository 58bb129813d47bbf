package io.vmloom.coordinator.manifest;

import io.vmloom.coordinator.terms.BatchLimits;
import io.vmloom.coordinator.terms.BatchTerms;
import io.vmloom.coordinator.terms.ClientToken;
import io.vmloom.coordinator.terms.Numbers;
import io.vmloom.coordinator.terms.Priority;
import io.vmloom.coordinator.terms.ReportPlace;
import io.vmloom.coordinator.terms.RetryTerms;
import io.vmloom.coordinator.terms.TimeWindow;
import io.vmloom.coordinator.terms.Tolerance;
import io.vmloom.coordinator.terms.Webhook;
import io.vmloom.error.RequestException;
import io.vmloom.tenant.Tenants;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the keys of a manifest that are about the batch, not about its images. */
final class TermsReader {
    private static final int MOST_CONCURRENT = 100_000;
    private static final int MOST_FAILURES = ReferredItems.MAX_ITEMS;

    /** More would only be a way to spend money. */
    private static final int MOST_ATTEMPTS = 20;

    private static final int MOST_TAGS = 50;
    private static final int LONGEST_TAG = 256;

    private final Fields fields;
    private final Base base;

    TermsReader(Fields fields, Base base) {
        this.fields = fields;
        this.base = base;
    }

    /** @param bodySha256 of the whole document */
    BatchTerms read(String bodySha256) {
        return new BatchTerms(
                fields.value("tenant", Tenants::checkedName).orElse(Tenants.USUAL),
                fields.value("clientToken", Names::checked).map(text -> new ClientToken(text, bodySha256)),
                fields.value("priority", Priority::parse).orElse(Priority.USUAL),
                fields.value("deadline", TermsReader::instant),
                fields.texts("tags").map(this::requireShort).orElse(Map.of()),
                fields.value("confirmationRequired", Numbers::flag).orElse(false),
                fields.section("limits", TermsReader::limits).orElse(BatchLimits.NONE),
                fields.section("toleratedFailures", TermsReader::tolerance).orElse(Tolerance.ALL),
                fields.section("retry", TermsReader::retry).orElse(RetryTerms.DEFAULT),
                fields.each("windows", TermsReader::window),
                fields.section("report", this::report),
                fields.each("webhooks", this::webhook));
    }

    private Map<String, String> requireShort(Map<String, String> tags) {
        if (tags.size() > MOST_TAGS
                || tags.entrySet().stream()
                        .anyMatch(tag -> tag.getKey().length() > LONGEST_TAG
                                || tag.getValue().length() > LONGEST_TAG)) {
            throw fields.position("tags")
                    .refuse("tags must be " + MOST_TAGS + " at most, of " + LONGEST_TAG + " characters at most");
        }
        return tags;
    }

    private static BatchLimits limits(Fields limits) {
        return new BatchLimits(
                number(limits, "maxConcurrentItems", 1, MOST_CONCURRENT),
                number(limits, "maxConcurrentRanges", 1, MOST_CONCURRENT),
                limits.value("maxBandwidth", Numbers::bytes)
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()));
    }

    private static Tolerance tolerance(Fields tolerated) {
        return new Tolerance(number(tolerated, "count", 0, MOST_FAILURES), number(tolerated, "percent", 0, 100));
    }

    private static OptionalInt number(Fields fields, String key, int least, int most) {
        return fields.value(key, text -> Numbers.wholeNumber(text, least, most))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private static RetryTerms retry(Fields retry) {
        RetryTerms usual = RetryTerms.DEFAULT;
        Function<String, Integer> attempts = text -> Numbers.wholeNumber(text, 1, MOST_ATTEMPTS);
        Duration backoff = retry.value("backoff", Numbers::duration).orElse(usual.backoff());
        Duration longest =
                retry.value("maxBackoff", Numbers::duration).orElseGet(() -> longer(backoff, usual.longestBackoff()));
        if (longest.compareTo(backoff) < 0) {
            throw retry.position("maxBackoff").refuse(retry.inside("maxBackoff") + " must not be below backoff");
        }
        return new RetryTerms(
                retry.value("rangeAttempts", attempts).orElse(usual.rangeAttempts()),
                retry.value("itemAttempts", attempts).orElse(usual.itemAttempts()),
                backoff,
                longest);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static TimeWindow window(Fields window) {
        return new TimeWindow(
                window.value("days", TimeWindow::days).orElse(TimeWindow.ALL_DAYS),
                window.require("from", TimeWindow::time),
                window.require("until", TimeWindow::time),
                window.value("zone", TimeWindow::zone).orElse(ZoneOffset.UTC));
    }

    private ReportPlace report(Fields report) {
        return new ReportPlace(
                report.require("uri", base::object),
                report.value("formats", text -> each(text, ReportPlace.Format::parse))
                        .orElse(ReportPlace.ALL_FORMATS));
    }

    private Webhook webhook(Fields webhook) {
        return new Webhook(
                webhook.require("url", Webhook::url),
                webhook.section("secret", secret -> KeyReader.read(secret, base.directory())),
                webhook.value("events", text -> each(text, Webhook.Event::parse))
                        .orElse(Webhook.ALL_EVENTS));
    }

    private static <E> Set<E> each(String text, Function<String, E> meaning) {
        return Stream.of(text.split(",", -1))
                .map(one -> meaning.apply(one.strip()))
                .collect(Collectors.toSet());
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new RequestException(
                    "must be a date and time with a zone such as 2026-09-30T00:00:00Z, got: '" + text + "'");
        }
    }
}
