package io.vmloom.cli.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Configuration of a single broker that is its own controller, and that shares a JVM with its clients. */
final class BrokerProperties {
    static final int NODE = 1;
    static final String CONTROLLER = "CONTROLLER";

    private static final String CLIENTS = "CLIENTS";

    /** The largest task and what a record adds to it. */
    private static final String MAX_MESSAGE_BYTES = String.valueOf(9 << 20);

    /** There is one broker, so that there is one copy of everything. */
    private static final Map<String, String> ALONE = Map.of(
            "default.replication.factor", "1",
            "min.insync.replicas", "1",
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            "share.coordinator.state.topic.num.partitions", "1");

    /** Defaults are meant for a machine of its own; the cleaner's buffer alone would take 128 MiB of heap. */
    private static final Map<String, String> SMALL = Map.of(
            "log.cleaner.dedupe.buffer.size", "4194304",
            "log.cleaner.backoff.ms", "2000",
            "log.segment.bytes", "67108864",
            "log.index.size.max.bytes", "262144",
            "num.network.threads", "2",
            "num.io.threads", "2",
            "background.threads", "2");

    /** Workers come and go within seconds here: the first task is to wait for milliseconds, not for heartbeats. */
    private static final Map<String, String> PROMPT = Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "group.share.min.heartbeat.interval.ms", "500",
            "group.share.heartbeat.interval.ms", "500",
            "group.share.assignment.interval.ms", "100",
            "group.share.min.record.lock.duration.ms", "1000",
            "group.share.max.size", "1000",
            "broker.session.timeout.ms", "2000",
            "broker.heartbeat.interval.ms", "500");

    private BrokerProperties() {}

    /** Those that do not depend on where it listens and what it keeps where. */
    static Map<String, String> ofAnyPlace() {
        Map<String, String> properties = new HashMap<>();
        properties.putAll(ALONE);
        properties.putAll(SMALL);
        properties.putAll(PROMPT);
        properties.put("message.max.bytes", MAX_MESSAGE_BYTES);
        properties.put("auto.create.topics.enable", "false");
        return properties;
    }

    static Properties of(Path data, BrokerPorts ports) {
        Properties properties = new Properties();
        properties.putAll(ofAnyPlace());
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", String.valueOf(NODE));
        properties.setProperty("controller.quorum.voters", NODE + "@127.0.0.1:" + ports.controller());
        properties.setProperty("controller.listener.names", CONTROLLER);
        properties.setProperty("inter.broker.listener.name", CLIENTS);
        properties.setProperty(
                "listeners",
                CLIENTS + "://127.0.0.1:" + ports.broker() + "," + CONTROLLER + "://127.0.0.1:" + ports.controller());
        properties.setProperty("listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        properties.setProperty("log.dirs", data.toString());
        return properties;
    }
}
