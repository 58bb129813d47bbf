package io.vmloom.cli.service;

import io.vmloom.cipher.SecretRef;
import io.vmloom.cipher.Secrets;
import io.vmloom.cli.config.Configuration;
import io.vmloom.cli.config.Setting;
import io.vmloom.coordinator.access.Documents;
import io.vmloom.error.RequestException;
import io.vmloom.store.s3.S3Credentials;
import io.vmloom.store.s3.S3Settings;
import io.vmloom.tenant.NamePattern;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The file of stores beside the usual one. A store in it has nothing of the settings {@code s3.*} but their patience: what
 * the file leaves out is what holds where nobody says anything. Secrets are read once, from where the file says they are.
 */
final class StoresFile {
    private static final String DOCUMENT = "docs/configuration.md";

    private final Path file;
    private final Configuration nothingSaid;

    private StoresFile(Path file, Configuration nothingSaid) {
        this.file = file;
        this.nothingSaid = nothingSaid;
    }

    record Document(List<Row> stores) {}

    record Row(
            List<String> buckets,
            Optional<String> endpoint,
            Optional<String> region,
            Optional<Boolean> pathStyle,
            Optional<String> partNumbers,
            Optional<String> checksum,
            Optional<String> signing,
            Optional<String> caFile,
            Optional<Credentials> credentials) {}

    record Credentials(
            Optional<Place> accessKeyId,
            Optional<Place> secretAccessKey,
            Optional<String> profile,
            Optional<Role> assumeRole) {}

    record Place(Optional<String> file, Optional<String> env) {}

    record Role(String arn, Optional<String> externalId) {}

    /**
     * Throws {@link RequestException}.
     *
     * @param configuration has the patience
     */
    static List<StoresOfBuckets.Listed> read(Path file, Configuration configuration) {
        Configuration nothingSaid = Configuration.load(Optional.empty(), Map.of())
                .with(Map.of(Setting.S3_PATIENCE, configuration.text(Setting.S3_PATIENCE)));
        return new StoresFile(file, nothingSaid).listed(Documents.read(file, Document.class, DOCUMENT));
    }

    private List<StoresOfBuckets.Listed> listed(Document document) {
        List<StoresOfBuckets.Listed> listed = new ArrayList<>();
        Set<String> patterns = new HashSet<>();
        for (Row row : document.stores()) {
            try {
                S3Settings store = store(row);
                for (String pattern : row.buckets()) {
                    if (!patterns.add(pattern)) {
                        throw new RequestException("another store has these buckets too");
                    }
                    listed.add(new StoresOfBuckets.Listed(new NamePattern(pattern), store));
                }
            } catch (RequestException e) {
                throw new RequestException(file + ": the store of " + row.buckets() + ": " + e.getMessage());
            }
        }
        return listed;
    }

    private S3Settings store(Row row) {
        Map<Setting, String> said = new EnumMap<>(Setting.class);
        row.endpoint().ifPresent(text -> said.put(Setting.S3_ENDPOINT, text));
        row.region().ifPresent(text -> said.put(Setting.S3_REGION, text));
        row.pathStyle().ifPresent(flag -> said.put(Setting.S3_PATH_STYLE, flag.toString()));
        row.partNumbers().ifPresent(text -> said.put(Setting.S3_PART_NUMBERS, text));
        row.checksum().ifPresent(text -> said.put(Setting.S3_CHECKSUM, text));
        row.signing().ifPresent(text -> said.put(Setting.S3_SIGNING, text));
        row.caFile().ifPresent(text -> said.put(Setting.S3_CA_FILE, text));
        S3Settings settings = Connections.s3(nothingSaid.with(said));
        return row.credentials()
                .map(StoresFile::credentials)
                .map(settings::withCredentials)
                .orElse(settings);
    }

    private static S3Credentials credentials(Credentials row) {
        Optional<S3Credentials> keys =
                row.accessKeyId().or(row::secretAccessKey).map(_ -> keys(row));
        Optional<S3Credentials> profile = row.profile().map(S3Credentials.Profile::new);
        Optional<S3Credentials> role =
                row.assumeRole().map(said -> new S3Credentials.AssumedRole(said.arn(), said.externalId()));
        List<S3Credentials> all =
                Stream.of(keys, profile, role).flatMap(Optional::stream).toList();
        if (all.size() != 1) {
            throw new RequestException(
                    "credentials must be one of a pair of keys, a profile and a role to assume, got: " + all.size());
        }
        return all.getFirst();
    }

    private static S3Credentials keys(Credentials row) {
        return new S3Credentials.KeyPair(
                secret("access-key-id", row.accessKeyId()), secret("secret-access-key", row.secretAccessKey()));
    }

    private static String secret(String name, Optional<Place> place) {
        List<SecretRef> refs = place.stream()
                .flatMap(said -> Stream.of(
                        said.file().<SecretRef>map(path -> new SecretRef.File(Path.of(path))),
                        said.env().<SecretRef>map(SecretRef.Variable::new)))
                .flatMap(Optional::stream)
                .toList();
        if (refs.size() != 1) {
            throw new RequestException(name + " must be {file: PATH} or {env: NAME}");
        }
        String text = new String(Secrets.OF_THIS_HOST.read(refs.getFirst()).bytes(), StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            throw new RequestException(name + " of " + refs.getFirst() + " is empty");
        }
        return text;
    }
}
