package io.vmloom.coordinator.report;

import io.vmloom.coordinator.dispatch.Retries;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.terms.ReportPlace;
import io.vmloom.error.ConversionException;
import io.vmloom.store.Location;
import io.vmloom.store.Stores;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what became of a batch where its terms say: {@code report.jsonl}, {@code report.csv}, and last
 * {@code manifest.json}, which names the others, under the batch's id. Written again they have the same bytes.
 */
public final class ReportObjects {
    private static final Logger LOG = LoggerFactory.getLogger(ReportObjects.class);
    private static final String MANIFEST = "manifest.json";

    private final Stores stores;
    private final Retries retries;

    public ReportObjects(Stores stores, Retries retries) {
        this.stores = stores;
        this.retries = retries;
    }

    /** Why there is no report; empty when there is one or nobody wanted it. */
    public Optional<String> write(Batch batch, List<ItemReport> reports) {
        return batch.terms().report().flatMap(place -> write(batch, place, reports));
    }

    private Optional<String> write(Batch batch, ReportPlace place, List<ItemReport> reports) {
        try {
            Location.InBucket folder = place.prefix().withKey(place.prefix().key() + batch.id() + "/");
            List<ObjectWriter.Written> files = new ArrayList<>();
            for (ReportPlace.Format format : ReportPlace.Format.values()) {
                if (place.formats().contains(format)) {
                    files.add(object(folder, fileName(format), text -> rows(format, reports, text)));
                }
            }
            String manifest = ReportJson.text(manifest(batch, reports, files)) + "\n";
            object(folder, MANIFEST, text -> text.write(manifest));
            return Optional.empty();
        } catch (ConversionException e) {
            LOG.atWarn()
                    .addKeyValue("batch", batch.id())
                    .addKeyValue("prefix", place.prefix())
                    .setCause(e)
                    .log("the report of a batch could not be put into its place");
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private interface Text {
        void writeTo(Writer writer) throws IOException;
    }

    private ObjectWriter.Written object(Location.InBucket folder, String name, Text text) {
        Location.InBucket target = folder.withKey(folder.key() + name);
        try (ObjectWriter object = new ObjectWriter(stores.objects(target), target, retries)) {
            Writer writer = new BufferedWriter(new OutputStreamWriter(object, StandardCharsets.UTF_8));
            text.writeTo(writer);
            writer.flush();
            return object.complete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void rows(ReportPlace.Format format, List<ItemReport> reports, Writer writer) throws IOException {
        switch (format) {
            case JSONL -> {
                for (ItemReport report : reports) {
                    writer.append(ReportJson.line(ReportJson.item(report))).append('\n');
                }
            }
            case CSV -> ReportCsv.write(reports.stream().map(ReportJson::item), writer);
        }
    }

    private static Map<String, Object> manifest(
            Batch batch, List<ItemReport> reports, List<ObjectWriter.Written> files) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("batch", batch.id());
        tree.put("name", batch.name());
        tree.put("items", reports.size());
        tree.put(
                "succeeded", count(reports, ItemOutcome.Succeeded.class) + count(reports, ItemOutcome.Assembled.class));
        tree.put("skipped", count(reports, ItemOutcome.Skipped.class));
        tree.put("failed", count(reports, ItemOutcome.Failed.class));
        tree.put("files", files.stream().map(ReportObjects::file).toList());
        return tree;
    }

    private static long count(List<ItemReport> reports, Class<? extends ItemOutcome> ending) {
        return reports.stream()
                .filter(report -> ending.isInstance(report.outcome()))
                .count();
    }

    private static Map<String, Object> file(ObjectWriter.Written file) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", file.object().name());
        tree.put("bytes", file.lengthBytes());
        tree.put("sha256", file.sha256());
        return tree;
    }

    private static String fileName(ReportPlace.Format format) {
        return "report." + format.name().toLowerCase(Locale.ROOT);
    }
}
