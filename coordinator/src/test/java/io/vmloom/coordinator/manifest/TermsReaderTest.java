package io.vmloom.coordinator.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.cipher.SecretRef;
import io.vmloom.coordinator.terms.BatchLimits;
import io.vmloom.coordinator.terms.BatchTerms;
import io.vmloom.coordinator.terms.ClientToken;
import io.vmloom.coordinator.terms.Priority;
import io.vmloom.coordinator.terms.ReportPlace;
import io.vmloom.coordinator.terms.RetryTerms;
import io.vmloom.coordinator.terms.TimeWindow;
import io.vmloom.coordinator.terms.Tolerance;
import io.vmloom.coordinator.terms.Webhook;
import io.vmloom.error.RequestException;
import io.vmloom.store.Location;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermsReaderTest {
    private static final String ITEMS = """
            items:
              - source: {uri: s3://images/in/web.raw}
                output: {uri: s3://images/out/web.qcow2}
            """;

    @Test
    void aBatchThatSaysNothingHasTheUsualTerms() {
        Manifest manifest = read("");

        assertThat(manifest.terms()).isEqualTo(BatchTerms.DEFAULT);
        assertThat(manifest.dryRun()).isFalse();
    }

    @Test
    void everyTermIsRead() {
        Manifest manifest = read("""
                clientToken: exit-7
                tenant: storage-team
                priority: 70
                deadline: 2026-09-30T02:00:00+02:00
                tags: {costCentre: "4711"}
                dryRun: true
                confirmationRequired: true
                limits: {maxConcurrentItems: 20, maxConcurrentRanges: 400, maxBandwidth: 200MiB}
                toleratedFailures: {count: 10, percent: 5}
                retry: {rangeAttempts: 3, itemAttempts: 2, backoff: 1s, maxBackoff: 2m}
                windows: [{days: "sat, sunday", from: "20:00", until: "06:00", zone: Europe/Berlin}]
                report: {uri: s3://images/reports/, formats: csv}
                webhooks: [{url: "https://hooks.example.org/v", secret: {secret: hook1}, events: batch.ended}]
                """);

        assertThat(manifest.dryRun()).isTrue();
        BatchTerms terms = manifest.batch("b00-x").terms();
        assertThat(terms.clientToken().map(ClientToken::text)).contains("exit-7");
        assertThat(terms)
                .isEqualTo(new BatchTerms(
                        "storage-team",
                        terms.clientToken(),
                        new Priority(70),
                        Optional.of(Instant.parse("2026-09-30T00:00:00Z")),
                        Map.of("costCentre", "4711"),
                        true,
                        new BatchLimits(OptionalInt.of(20), OptionalInt.of(400), OptionalLong.of(200 << 20)),
                        new Tolerance(OptionalInt.of(10), OptionalInt.of(5)),
                        new RetryTerms(3, 2, Duration.ofSeconds(1), Duration.ofMinutes(2)),
                        List.of(new TimeWindow(
                                Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                                LocalTime.of(20, 0),
                                LocalTime.of(6, 0),
                                ZoneId.of("Europe/Berlin"))),
                        Optional.of(new ReportPlace(
                                new Location.InBucket("images", "reports/"), Set.of(ReportPlace.Format.CSV))),
                        List.of(new Webhook(
                                URI.create("https://hooks.example.org/v"),
                                Optional.of(new SecretRef.Named("hook1")),
                                Set.of(Webhook.Event.BATCH_ENDED)))));
    }

    @Test
    void aTokenStandsForOneDocument() {
        ClientToken first = read("clientToken: t\n").terms().clientToken().orElseThrow();
        ClientToken again = read("clientToken: t\n").terms().clientToken().orElseThrow();
        ClientToken other =
                read("clientToken: t\npriority: 7\n").terms().clientToken().orElseThrow();

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "priority: 100 | priority: must be a whole number from 0 to 99",
                "priority: high | priority: must be a whole number from 0 to 99",
                "deadline: tomorrow | deadline: must be a date and time with a zone",
                "deadline: 2026-09-30T00:00:00 | deadline: must be a date and time with a zone",
                "tenant: a/b | name must be letters, digits, dots",
                "confirmationRequired: yes please | confirmationRequired: must be true or false",
                "limits: {maxConcurrentItems: 0} | limits.maxConcurrentItems: must be a whole number from 1",
                "limits: {maxBandwidth: 0} | limits.maxBandwidth: must be a size",
                "limits: {speed: 3} | unknown key 'speed' in limits",
                "toleratedFailures: {percent: 101} | toleratedFailures.percent: must be a whole number from 0 to 100",
                "retry: {itemAttempts: 21} | retry.itemAttempts: must be a whole number from 1 to 20",
                "retry: {backoff: soon} | retry.backoff: must be a time such as 90s",
                "retry: {backoff: 10s, maxBackoff: 9s} | retry.maxBackoff must not be below backoff",
                "windows: [{from: '20:00'}] | windows[0] has no 'until'",
                "windows: [{from: '25:00', until: '06:00'}] | windows[0].from: must be a time of the day",
                "windows: [{from: '20:00', until: '06:00', zone: Mars}] | windows[0].zone: must be a time zone",
                "windows: [{from: '20:00', until: '06:00', days: s}] | windows[0].days: must be days such as",
                "report: {uri: /tmp/report} | report.uri: must be s3://bucket/key",
                "report: {uri: 's3://b/r/', formats: xls} | report.formats: must be jsonl or csv",
                "webhooks: [{url: 'http://h/x'}] | webhooks[0].url: must be https://host/path",
                "webhooks: [{url: 'https://me:pw@h/x'}] | got: 'https://…@h/x'",
                "webhooks: [{url: 'https://h/x', events: never}] | webhooks[0].events: must be one of item.failed",
            })
    void aTermThatMakesNoSenseIsRefusedWithItsPlace(String term, String told) {
        assertThatThrownBy(() -> read(term + "\n"))
                .isInstanceOf(RequestException.class)
                .hasMessageStartingWith("batch.yaml:3:")
                .hasMessageContaining(told);
    }

    private static Manifest read(String terms) {
        String document = "apiVersion: vmloom.io/v1\nname: exit\n" + terms + ITEMS;
        return ManifestReader.read("batch.yaml", document.getBytes(UTF_8), Path.of("/batches"));
    }
}
