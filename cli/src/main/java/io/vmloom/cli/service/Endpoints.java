package io.vmloom.cli.service;

import io.vmloom.cli.config.Setting;
import io.vmloom.cli.engine.EmbeddedServers;
import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.store.s3.S3Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** How other processes reach embedded servers, credentials included. */
public record Endpoints(String kafkaServers, String s3, S3Credentials.KeyPair keys, String signing) {
    /** In the data directory. */
    private static final String FILE = "endpoints.env";

    public static Endpoints of(EmbeddedServers servers) {
        if (!(servers.s3().settings().credentials() instanceof S3Credentials.KeyPair keys)) {
            throw new InternalException("the embedded S3 server has no key pair", null);
        }
        return new Endpoints(
                servers.kafka().bootstrapServers(),
                servers.s3().endpoint().toString(),
                keys,
                servers.s3().settings().payloadSigning().name().toLowerCase(Locale.ROOT));
    }

    public Map<Setting, String> settings() {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        settings.put(Setting.KAFKA_SERVERS, kafkaServers);
        settings.put(Setting.S3_ENDPOINT, s3);
        settings.put(Setting.S3_ACCESS_KEY_ID, keys.accessKeyId());
        settings.put(Setting.S3_SECRET_ACCESS_KEY, keys.secretAccessKey());
        settings.put(Setting.S3_SIGNING, signing);
        return settings;
    }

    /** Writes a file for {@code --config}, there as a whole or not at all, and for its owner only. */
    public Path write(Path directory) {
        Path file = directory.resolve(FILE);
        StringBuilder text = new StringBuilder("# How to reach the servers of this directory; new on every start.\n");
        settings()
                .forEach((setting, value) -> text.append(setting.variable())
                        .append('=')
                        .append(value)
                        .append('\n'));
        try {
            Path unfinished = Files.createTempFile(directory, FILE, ".tmp");
            if (Files.getFileStore(unfinished).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(unfinished, text);
            return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new RequestException(
                    file + " can not be written (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")");
        }
    }
}
