package io.vmloom.cli.service;

import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.diagnosis.Diagnosis;
import io.vmloom.diagnosis.Examination;
import io.vmloom.queue.kafka.KafkaExamination;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.StoreExamination;
import io.vmloom.store.Stores;
import io.vmloom.store.s3.AnswerListener;
import io.vmloom.store.s3.S3Clock;
import io.vmloom.store.s3.S3Settings;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at everything that a configuration leads to, as a coordinator and a worker would use it. */
public final class Doctor {
    private final Configuration configuration;
    private final Examination examination = new Examination();

    public Doctor(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * @param targets prefixes under which a few megabytes may be written for a moment
     * @param sources objects that are to be readable
     */
    public Examination examine(List<Location.InBucket> targets, List<Location.InBucket> sources) {
        KafkaExamination.of(Connections.kafka(configuration), examination);
        examination.point("keys", "reading tasks.key-file and secrets.directory", this::keys);
        StoresOfBuckets buckets = Connections.buckets(configuration);
        clocks(buckets, Stream.concat(targets.stream(), sources.stream()));
        try (Stores stores = Connections.stores(buckets, AnswerListener.NONE)) {
            targets.forEach(prefix -> StoreExamination.of(stores.objects(prefix), prefix, examination));
            sources.forEach(source -> examination.point(
                    source.toString(), "s3:GetObject and s3:ListBucket", () -> readable(stores, source)));
        }
        return examination;
    }

    /** Of each store that was named, or of the usual one. */
    private void clocks(StoresOfBuckets buckets, Stream<Location.InBucket> named) {
        Map<S3Settings, String> stores = named.collect(Collectors.toMap(
                location -> buckets.of(location.bucket()),
                location -> "clock of the store of " + location.bucket(),
                (first, _) -> first,
                LinkedHashMap::new));
        if (stores.isEmpty() || stores.containsKey(buckets.usual())) {
            stores.put(buckets.usual(), "clock");
        }
        stores.forEach((store, subject) ->
                examination.point(subject, "asking the endpoint", new S3Clock(store, InstantSource.system())::examine));
    }

    private Diagnosis keys() {
        Connections.keyWrap(configuration);
        Connections.secrets(configuration);
        return configuration.optional(Setting.TASKS_KEY_FILE).isPresent()
                ? Diagnosis.good("keys of encrypted images can be sealed")
                : Diagnosis.good("tasks.key-file is not set, so encrypted images are refused");
    }

    private static Diagnosis readable(Stores stores, Location.InBucket source) {
        ObjectVersion version = stores.pin(source);
        if (version.sizeBytes() > 0) {
            stores.objects(source).read(version, 0, ByteBuffer.allocate(1));
        }
        return Diagnosis.good("can be read");
    }
}
