package io.vmloom.cli.service;

import io.vmloom.cipher.KeyWrap;
import io.vmloom.cipher.SecretRef;
import io.vmloom.cipher.Secrets;
import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.coordinator.access.TenantsFile;
import io.vmloom.error.RequestException;
import io.vmloom.queue.kafka.KafkaSettings;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.Stores;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.store.route.RemoteStores;
import io.vmloom.store.s3.AnswerListener;
import io.vmloom.store.s3.S3Credentials;
import io.vmloom.store.s3.S3ObjectStore;
import io.vmloom.store.s3.S3Patience;
import io.vmloom.store.s3.S3Settings;
import io.vmloom.telemetry.Telemetry;
import io.vmloom.tenant.TenantSecrets;
import io.vmloom.tenant.TenantStores;
import io.vmloom.tenant.Tenants;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a process of a cluster talks to: brokers, and object stores. */
final class Connections {
    private static final int MOST_QUEUES = 100;

    private static final List<Setting> STORE = List.of(
            Setting.S3_ENDPOINT,
            Setting.S3_REGION,
            Setting.S3_PATH_STYLE,
            Setting.S3_PART_NUMBERS,
            Setting.S3_CHECKSUM,
            Setting.S3_SIGNING,
            Setting.S3_CA_FILE);

    private Connections() {}

    /** Objects only: no file of this host is ever reached by what comes over the network. */
    static Stores stores(Configuration configuration, Telemetry telemetry) {
        return new TenantStores(stores(buckets(configuration), new StoreMeter(telemetry)), tenants(configuration));
    }

    /** What may be touched on behalf of whom; everything when nobody said anything. */
    static Tenants tenants(Configuration configuration) {
        return configuration
                .optional(Setting.TENANTS_FILE)
                .map(file -> TenantsFile.read(Path.of(file)))
                .orElse(Tenants.UNRESTRICTED);
    }

    /** Each store is connected to when something of it is first asked for. */
    static Stores stores(StoresOfBuckets buckets, AnswerListener listener) {
        Map<S3Settings, ObjectStore> opened = new ConcurrentHashMap<>();
        return new RemoteStores(new ConfiguredStores(bucket ->
                opened.computeIfAbsent(buckets.of(bucket), settings -> S3ObjectStore.open(settings, listener))));
    }

    static StoresOfBuckets buckets(Configuration configuration) {
        return new StoresOfBuckets(
                configuration
                        .optional(Setting.STORES_FILE)
                        .map(file -> StoresFile.read(Path.of(file), configuration))
                        .orElse(List.of()),
                s3(configuration));
    }

    /** The store of whatever bucket no other is said to have. */
    static S3Settings s3(Configuration configuration) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        for (Setting setting : STORE) {
            variables.put(setting.variable(), configuration.text(setting));
        }
        S3Settings settings = S3Settings.fromVariables(variables)
                .withPatience(S3Patience.outlasting(configuration.duration(Setting.S3_PATIENCE)));
        return configuration.optional(Setting.S3_ACCESS_KEY_ID).isEmpty()
                ? settings
                : settings.withCredentials(new S3Credentials.KeyPair(
                        configuration.text(Setting.S3_ACCESS_KEY_ID),
                        configuration.required(Setting.S3_SECRET_ACCESS_KEY)));
    }

    /** What seals the keys of disks in tasks. */
    static KeyWrap keyWrap(Configuration configuration) {
        return configuration
                .optional(Setting.TASKS_KEY_FILE)
                .map(file -> KeyWrap.of(Secrets.OF_THIS_HOST.read(new SecretRef.File(Path.of(file)))))
                .orElseGet(KeyWrap::absent);
    }

    /** Keys that requests may name: they come from elsewhere, so nothing else of this host. */
    static Secrets secrets(Configuration configuration) {
        Secrets all = configuration
                .optional(Setting.SECRETS_DIRECTORY)
                .map(directory -> Secrets.in(Path.of(directory)))
                .orElseGet(Secrets::none);
        return new TenantSecrets(all, tenants(configuration));
    }

    /** In lower case. */
    static Set<String> allowedHosts(Configuration configuration) {
        return Stream.of(configuration.text(Setting.WEBHOOKS_ALLOWED_HOSTS).split(",", -1))
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .filter(host -> !host.isEmpty())
                .collect(Collectors.toSet());
    }

    static KafkaSettings kafka(Configuration configuration) {
        try {
            return KafkaSettings.at(configuration.required(Setting.KAFKA_SERVERS))
                    .withPrefix(configuration.text(Setting.KAFKA_PREFIX))
                    .withQueueCount(configuration.number(Setting.KAFKA_TASK_QUEUES, 1, MOST_QUEUES))
                    .withTaskLock(configuration.duration(Setting.KAFKA_TASK_LOCK))
                    .withPatience(configuration.duration(Setting.KAFKA_PATIENCE))
                    .withClientProperties(clientProperties(configuration));
        } catch (IllegalArgumentException e) {
            throw new RequestException("settings of Kafka: " + e.getMessage());
        }
    }

    private static Map<String, String> clientProperties(Configuration configuration) {
        Map<String, String> properties = new HashMap<>();
        configuration.optional(Setting.KAFKA_CLIENT_FILE).map(Path::of).ifPresent(file -> {
            try (Reader reader = Files.newBufferedReader(file)) {
                Properties read = new Properties();
                read.load(reader);
                read.stringPropertyNames().forEach(name -> properties.put(name, read.getProperty(name)));
            } catch (IOException e) {
                throw new RequestException(Setting.KAFKA_CLIENT_FILE.key() + " " + file + " can not be read ("
                        + e.getClass().getSimpleName() + ": " + e.getMessage() + ")");
            }
        });
        return properties;
    }
}
