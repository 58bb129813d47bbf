package io.vmloom.cli.config;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Every setting of the processes of a cluster. Keys are a contract; {@code docs/configuration.md} lists them. */
public enum Setting {
    KAFKA_SERVERS("kafka.servers", "", "Kafka brokers as `host:port`, separated by commas; required"),
    KAFKA_PREFIX(
            "kafka.prefix", "", "put in front of the names of topics and group, where installations share brokers"),
    KAFKA_TASK_QUEUES(
            "kafka.task-queues",
            "1",
            "queues that tasks are spread over; one serves 200 slots, and 1000 where brokers have"
                    + " `group.share.max.size` so"),
    KAFKA_TASK_LOCK("kafka.task-lock", "30s", "for how long a worker that has gone silent keeps its task"),
    KAFKA_PATIENCE("kafka.patience", "2m", "how long a call waits for brokers that are away before it fails"),
    KAFKA_CLIENT_FILE("kafka.client-file", "", "properties file for every Kafka client, such as `security.protocol`"),
    S3_ENDPOINT("s3.endpoint", "", "URL of an S3 server; empty for Amazon S3"),
    S3_REGION("s3.region", "", "region; empty for what the AWS variables and profiles say"),
    S3_ACCESS_KEY_ID("s3.access-key-id", "", "credentials; empty for what the AWS variables, profiles and roles give"),
    S3_SECRET_ACCESS_KEY("s3.secret-access-key", "", "belongs to the access key id"),
    S3_PATH_STYLE(
            "s3.path-style", "", "`true` for buckets in the path, `false` in the host name; empty by the endpoint"),
    S3_PART_NUMBERS("s3.part-numbers", "gaps", "`dense` for servers that refuse uploads with gaps in part numbers"),
    S3_CHECKSUM("s3.checksum", "none", "`md5` for stores that want it with every upload"),
    S3_SIGNING("s3.signing", "whole", "`chunked` for servers that hold a body in memory which is signed as a whole"),
    S3_CA_FILE("s3.ca-file", "", "certificates in PEM that an `https` endpoint is trusted by; empty for those of Java"),
    S3_PATIENCE("s3.patience", "2m", "how long a call waits for a store that is away before it fails"),
    STORES_FILE("stores.file", "", "file of the stores of buckets that are not in that of `s3.*`"),
    HTTP_HOST(
            "http.host",
            "127.0.0.1",
            "address of the API; others than the loopback ones need `auth.tokens-file` or `auth.issuer`",
            Role.COORDINATOR),
    HTTP_PORT("http.port", "8440", "port of the API, 0 for a free one", Role.COORDINATOR),
    HTTP_ADVERTISED(
            "http.advertised",
            "",
            "URL under which the other coordinators reach this one; empty for its host and port",
            Role.COORDINATOR),
    HTTP_MAX_BODY("http.max-body", "16MiB", "longest manifest that is taken", Role.COORDINATOR),
    HTTP_PATIENCE("http.patience", "1m", "how long a client may take to send a request", Role.COORDINATOR),
    HTTP_REQUESTS_PER_MINUTE(
            "http.requests-per-minute", "600", "what one user may ask for; 0 for any number", Role.COORDINATOR),
    HTTP_CERTIFICATE_FILE(
            "http.certificate-file", "", "certificate chain in PEM; the API is served over TLS then", Role.COORDINATOR),
    HTTP_KEY_FILE("http.key-file", "", "its private key in PEM", Role.COORDINATOR),
    HTTP_OPEN_METRICS("http.open-metrics", "true", "whether `/metrics` needs no token", Role.COORDINATOR),
    AUTH_TOKENS_FILE(
            "auth.tokens-file",
            "",
            "file of bearer tokens and their roles; read again when it changes",
            Role.COORDINATOR),
    AUTH_ISSUER("auth.issuer", "", "issuer of the JWTs that are taken as bearer tokens", Role.COORDINATOR),
    AUTH_AUDIENCE("auth.audience", "", "whom these JWTs must be meant for", Role.COORDINATOR),
    AUTH_KEYS_URL("auth.keys-url", "", "URL of the JWK set with the issuer's public keys", Role.COORDINATOR),
    AUTH_ROLES_CLAIM("auth.roles-claim", "vmloom", "claim that holds the roles as `TENANT:ROLE`", Role.COORDINATOR),
    TENANTS_FILE("tenants.file", "", "file that says which places each tenant may touch; empty for all"),
    BATCHES_OPEN("batches.open", "1000", "batches that have not ended; more are refused", Role.COORDINATOR),
    BATCHES_KEPT("batches.kept", "1000", "ended batches that can still be asked for", Role.COORDINATOR),
    BATCHES_KEPT_FOR(
            "batches.kept-for",
            "",
            "for how long after their end at most, such as `30d`; empty for ever",
            Role.COORDINATOR),
    ITEMS_CONCURRENT(
            "items.concurrent",
            "32",
            "items under way at once; a few more where a tenant or a higher priority would have to wait",
            Role.COORDINATOR),
    TASKS_WINDOW("tasks.window", "64", "tasks of one item that are given out at once", Role.COORDINATOR),
    TASKS_CREDIT(
            "tasks.credit",
            "0",
            "tasks given out at once; 0 for three for each slot of a worker that is there",
            Role.COORDINATOR),
    TASKS_DEADLINE("tasks.deadline", "5m", "after which a silent task is given out again", Role.COORDINATOR),
    TASKS_KEY_FILE(
            "tasks.key-file",
            "",
            "file of 32 random bytes or more, the same for all, that seals the keys of encrypted images"),
    SCALING_TASKS_PER_WORKER(
            "scaling.tasks-per-worker",
            "3",
            "tasks for which one more worker is wanted, as the autoscaler has it; only told to those who watch",
            Role.COORDINATOR),
    SECRETS_DIRECTORY(
            "secrets.directory",
            "",
            "directory whose files are the keys that a manifest names as `{secret: NAME}`",
            Role.COORDINATOR),
    WEBHOOKS_ALLOWED_HOSTS(
            "webhooks.allowed-hosts",
            "",
            "hosts, separated by commas, that webhooks may reach although their addresses are private",
            Role.COORDINATOR),
    WORKER_SLOTS(
            "worker.slots",
            "0",
            "tasks that a worker does at once; 0 for one per core, fewer where the heap is short, and more while stores"
                    + " are slow where it is long",
            Role.WORKER),
    WORKER_DRAIN(
            "worker.drain",
            "1m",
            "for how long a worker that is stopped goes on with the tasks it has, before it gives them back",
            Role.WORKER),
    METRICS_HOST("metrics.host", "127.0.0.1", "address of a worker's metrics and health", Role.WORKER),
    METRICS_PORT("metrics.port", "8441", "port of a worker's metrics and health, 0 for a free one", Role.WORKER);

    private final String key;
    private final String usual;
    private final String description;
    private final Set<Role> roles;

    Setting(String key, String usual, String description, Role... roles) {
        this.key = key;
        this.usual = usual;
        this.description = description;
        this.roles = roles.length == 0 ? EnumSet.allOf(Role.class) : EnumSet.copyOf(List.of(roles));
    }

    /** As in a file, where words may also be nested. */
    public String key() {
        return key;
    }

    /** As in the environment, and in a file of variables. */
    public String variable() {
        return "VMLOOM_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** What holds when nobody says anything. */
    public String usual() {
        return usual;
    }

    /** For people; names of values stand in backquotes. */
    public String description() {
        return description;
    }

    public Set<Role> roles() {
        return EnumSet.copyOf(roles);
    }

    static Optional<Setting> named(String keyOrVariable) {
        return Arrays.stream(values())
                .filter(setting ->
                        setting.key.equals(keyOrVariable) || setting.variable().equals(keyOrVariable))
                .findFirst();
    }
}
