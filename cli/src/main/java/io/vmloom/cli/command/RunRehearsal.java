package io.vmloom.cli.command;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.cipher.Secrets;
import io.vmloom.cli.config.ThroughputFile;
import io.vmloom.cli.embedded.DataDirectory;
import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.cli.embedded.Server;
import io.vmloom.cli.engine.EmbeddedServers;
import io.vmloom.cli.engine.Machines;
import io.vmloom.cli.engine.Rehearsals;
import io.vmloom.cli.engine.SeededStores;
import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.coordinator.estimate.Estimate;
import io.vmloom.coordinator.estimate.EstimateJson;
import io.vmloom.coordinator.estimate.Prices;
import io.vmloom.coordinator.estimate.Throughput;
import io.vmloom.coordinator.job.BatchIds;
import io.vmloom.coordinator.manifest.Manifest;
import io.vmloom.coordinator.pipeline.KeyAccess;
import io.vmloom.store.Stores;
import io.vmloom.store.s3.S3Settings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** A batch of one process, estimated: its store is only started if it is there, and files stand in for its seeds. */
record RunRehearsal(ClusterOptions cluster, EstimateOptions options, Optional<Path> throughput) {
    int run(Manifest manifest, int concurrentItems, boolean json) {
        Optional<Prices> prices = options.prices();
        Throughput rates = throughput.map(ThroughputFile::read).orElse(Throughput.USUAL);
        try (Interrupt interrupt = new Interrupt()) {
            Estimate estimate = cluster.hasObjects()
                    ? withStore(manifest, rates, concurrentItems, interrupt.cancellation())
                    : estimate(Optional.empty(), manifest, rates, concurrentItems, interrupt.cancellation());
            return options.print(
                            JsonMapper.shared().valueToTree(EstimateJson.tree(estimate, cluster.workers())),
                            prices,
                            json)
                    .number();
        }
    }

    private Estimate withStore(Manifest manifest, Throughput rates, int concurrentItems, Cancellation cancellation) {
        EmbeddedServers.Store store = new EmbeddedServers.Store(0, EmbeddedS3.newKeys());
        try (DataDirectory directory = cluster.openData(Set.of(Server.STORE));
                EmbeddedServers servers = EmbeddedServers.start(directory, Optional.empty(), Optional.of(store))) {
            return estimate(servers.s3().map(EmbeddedS3::settings), manifest, rates, concurrentItems, cancellation);
        }
    }

    private static Estimate estimate(
            Optional<S3Settings> store,
            Manifest manifest,
            Throughput rates,
            int concurrentItems,
            Cancellation cancellation) {
        try (Stores stores = SeededStores.of(store, manifest.seeds())) {
            KeyAccess keys = new KeyAccess(KeyWrap.ofThisProcess(), Secrets.OF_THIS_HOST);
            return Rehearsals.over(stores, keys, concurrentItems)
                    .run(Machines.expanded(manifest, stores).batch(BatchIds.next()), rates, cancellation);
        }
    }
}
