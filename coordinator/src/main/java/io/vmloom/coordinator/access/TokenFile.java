package io.vmloom.coordinator.access;

import io.vmloom.digest.Sha256;
import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that stand in a file, and are known by their hashes only. The file is read again when it has changed; what can
 * not be used then leaves everything as it was, and is said in the log.
 */
public final class TokenFile implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);

    /** What is shorter might be guessed. */
    private static final int MIN_LENGTH = 20;

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

    private final Path file;
    private Optional<Stamp> stamp;
    private List<Known> tokens;

    /** Throws {@link RequestException} when the file can not be used. */
    public TokenFile(Path file) {
        this.file = file;
        this.stamp = Stamp.of(file);
        this.tokens = read(file);
    }

    record Document(List<Row> tokens) {}

    record Row(String subject, Optional<String> token, Optional<String> tokenSha256, Map<String, AccessRole> roles) {}

    private record Known(byte[] sha256, Principal principal) {}

    private record Stamp(FileTime changed, long bytes) {
        static Optional<Stamp> of(Path file) {
            try {
                return Optional.of(new Stamp(Files.getLastModifiedTime(file), Files.size(file)));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    /** Takes as long for a token that is almost right as for any other. */
    @Override
    public Optional<Principal> authenticate(String token) {
        byte[] hash = Sha256.of(token);
        Optional<Principal> found = Optional.empty();
        for (Known known : current()) {
            if (MessageDigest.isEqual(known.sha256(), hash)) {
                found = Optional.of(known.principal());
            }
        }
        return found;
    }

    private synchronized List<Known> current() {
        Optional<Stamp> now = Stamp.of(file);
        if (!now.equals(stamp)) {
            stamp = now;
            try {
                tokens = read(file);
                LOG.atInfo()
                        .addKeyValue("file", file)
                        .addKeyValue("tokens", tokens.size())
                        .log("tokens were read again");
            } catch (RequestException e) {
                LOG.atError().log("the tokens from before stay valid: {}", e.getMessage());
            }
        }
        return tokens;
    }

    private static List<Known> read(Path file) {
        List<Known> all = new ArrayList<>();
        for (Row row : Documents.read(file, Document.class, "docs/access.md").tokens()) {
            try {
                all.add(new Known(hash(row), new Principal(row.subject(), row.roles())));
            } catch (IllegalArgumentException e) {
                throw new RequestException(file + ": tokens[" + all.size() + "]: " + e.getMessage());
            }
        }
        return List.copyOf(all);
    }

    private static byte[] hash(Row row) {
        if (row.token().isPresent() == row.tokenSha256().isPresent()) {
            throw new IllegalArgumentException("must have one of token-sha256 and token");
        }
        if (row.token().isPresent()) {
            if (row.token().get().length() < MIN_LENGTH) {
                throw new IllegalArgumentException("a token must have " + MIN_LENGTH
                        + " characters or more; 'openssl rand -hex 32' makes a good one");
            }
            return Sha256.of(row.token().get());
        }
        String hash = row.tokenSha256().orElseThrow();
        if (!SHA_256.matcher(hash).matches()) {
            throw new IllegalArgumentException("token-sha256 must be 64 hexadecimal digits");
        }
        return HexFormat.of().parseHex(hash);
    }
}
