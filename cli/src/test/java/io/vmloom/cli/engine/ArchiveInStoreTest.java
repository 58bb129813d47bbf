package io.vmloom.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Guest;
import io.vmloom.cli.testing.Ova;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.job.BatchListener;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemOutcome;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.job.OverwritePolicy;
import io.vmloom.coordinator.job.Sources;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.coordinator.job.VerifyLevel;
import io.vmloom.digest.GuestDigest;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Precondition;
import io.vmloom.store.StagingKeys;
import io.vmloom.store.Stores;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.store.s3.S3ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks of an archive in a bucket are converted where they lie, range by range. */
@Timeout(180)
class ArchiveInStoreTest {
    private static final String BUCKET = "disks";
    private static final String BATCH = BatchIds.next();

    @TempDir
    private Path folder;

    @Test
    void guestsAreTheSameAsThoseOfTheDisksThemselves() throws IOException {
        byte[] vmdk = image(Guest.SEVERAL_RANGES, "vmdk", "subformat=streamOptimized");
        byte[] qcow2 = image(Guest.FRAGMENTS, "qcow2", "compress=on");
        byte[] ova = Files.readAllBytes(new Ova()
                .disk("a.vmdk", vmdk)
                .chunked("b.qcow2", qcow2, 50_000, "")
                .write(folder.resolve("web.ova")));
        try (EmbeddedS3 s3 = EmbeddedS3.start(folder.resolve("s3"))) {
            s3.createBucket(BUCKET);
            S3ObjectStore store = S3ObjectStore.open(s3.settings());
            Stores stores = new ConfiguredStores(bucket -> store);
            store.put(at("web.ova"), Content.of(ova), Map.of(), Precondition.NONE);
            store.put(at("a.vmdk"), Content.of(vmdk), Map.of(), Precondition.NONE);
            store.put(at("b.qcow2"), Content.of(qcow2), Map.of(), Precondition.NONE);
            try (Engine engine = new Engine(stores, Transport.local(), KeyWrap.ofThisProcess(), 2, 2, 2)) {
                List<ItemReport> reports = engine.coordinator()
                        .run(
                                new Batch(
                                        BATCH,
                                        "b",
                                        List.of(
                                                request(0, Sources.member(at("web.ova"), "a.vmdk")),
                                                request(1, Sources.member(at("web.ova"), "b.qcow2")),
                                                request(2, Sources.of(at("a.vmdk"))),
                                                request(3, Sources.of(at("b.qcow2"))))),
                                BatchListener.NONE,
                                new Cancellation());

                assertThat(digest(reports.get(0))).isEqualTo(digest(reports.get(2)));
                assertThat(digest(reports.get(1))).isEqualTo(digest(reports.get(3)));
                assertThat(succeeded(reports.get(0)).sourceBytes()).isEqualTo(vmdk.length);
                assertThat(succeeded(reports.get(0)).ranges()).isGreaterThan(1);
                assertThat(succeeded(reports.get(1)).sourceBytes()).isEqualTo(qcow2.length);
                assertThat(staged(store)).isEmpty();
            }
        }
    }

    private byte[] image(Guest guest, String format, String options) throws IOException {
        Path raw = guest.writeRaw(folder.resolve(guest + ".raw"));
        Path image = folder.resolve(guest + "." + format);
        Command.run("convert", raw, image, "-o", options).succeeded();
        return Files.readAllBytes(image);
    }

    private static ConversionRequest request(int number, Sources sources) {
        return new ConversionRequest(
                BATCH + "-" + number,
                sources.toString(),
                sources,
                "auto",
                "",
                Trust.DEFAULT.unpackingUpTo(1 << 30),
                at("out" + number + ".qcow2"),
                "qcow2",
                Map.of(),
                Optional.empty(),
                VerifyLevel.FULL,
                OverwritePolicy.KEEP);
    }

    private static ItemOutcome.Succeeded succeeded(ItemReport report) {
        assertThat(report.outcome()).isInstanceOf(ItemOutcome.Succeeded.class);
        return (ItemOutcome.Succeeded) report.outcome();
    }

    private static GuestDigest digest(ItemReport report) {
        return succeeded(report).digest().orElseThrow();
    }

    private static Location.InBucket at(String key) {
        return new Location.InBucket(BUCKET, key);
    }

    private static List<ObjectVersion> staged(S3ObjectStore store) {
        List<ObjectVersion> found = new ArrayList<>();
        store.list(StagingKeys.beginning(at("any"), ""), found::add);
        return found;
    }
}
