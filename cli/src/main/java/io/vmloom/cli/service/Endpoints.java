package io.vmloom.cli.service;

import io.vmloom.cli.config.Setting;
import io.vmloom.cli.engine.EmbeddedServers;
import io.vmloom.error.InternalException;
import io.vmloom.store.s3.PayloadSigning;
import io.vmloom.store.s3.S3Credentials;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How other processes reach embedded servers, credentials included. All listen on the loopback interface.
 *
 * @param brokerPort empty when there is no broker
 * @param store empty when there is no S3 server
 */
public record Endpoints(Optional<Integer> brokerPort, Optional<EmbeddedServers.Store> store) {
    static final String BROKER = "127.0.0.1:";
    static final String STORE = "http://127.0.0.1:";

    public static Endpoints of(EmbeddedServers servers) {
        return new Endpoints(
                servers.kafka().map(kafka -> port(kafka.bootstrapServers())),
                servers.s3()
                        .map(s3 -> new EmbeddedServers.Store(
                                s3.endpoint().getPort(), keys(s3.settings().credentials()))));
    }

    /** These, and the other's where there is none here. */
    Endpoints or(Endpoints other) {
        return new Endpoints(brokerPort.or(other::brokerPort), store.or(other::store));
    }

    public Map<Setting, String> settings() {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        brokerPort.ifPresent(port -> settings.put(Setting.KAFKA_SERVERS, BROKER + port));
        store.ifPresent(s3 -> {
            settings.put(Setting.S3_ENDPOINT, s3.url());
            settings.put(Setting.S3_ACCESS_KEY_ID, s3.keys().accessKeyId());
            settings.put(Setting.S3_SECRET_ACCESS_KEY, s3.keys().secretAccessKey());
            settings.put(Setting.S3_SIGNING, PayloadSigning.CHUNKED.name().toLowerCase(Locale.ROOT));
        });
        return settings;
    }

    private static int port(String bootstrapServers) {
        return Integer.parseInt(bootstrapServers.substring(BROKER.length()));
    }

    private static S3Credentials.KeyPair keys(S3Credentials credentials) {
        if (credentials instanceof S3Credentials.KeyPair keys) {
            return keys;
        }
        throw new InternalException("the embedded S3 server has no key pair", null);
    }
}
