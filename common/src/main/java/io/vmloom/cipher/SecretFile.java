package io.vmloom.cipher;

import io.vmloom.error.RequestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Secrets that stand in files. */
final class SecretFile {
    /** As cryptsetup's limit for key files by default. */
    private static final int MAX_BYTES = 8 << 20;

    /** No directory can be named, nor what is hidden. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

    private SecretFile() {}

    static String checkedName(SecretRef ref) {
        if (ref instanceof SecretRef.Named(String name) && NAME.matcher(name).matches()) {
            return name;
        }
        throw new RequestException(
                ref + ": a request from elsewhere may only name a file of the coordinator's directory of secrets");
    }

    static Secret read(Path path, SecretRef ref) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length == 0 || bytes.length > MAX_BYTES) {
                throw new RequestException(ref + ": a key must have 1 to " + MAX_BYTES + " bytes");
            }
            return new Secret(bytes);
        } catch (NoSuchFileException e) {
            throw new RequestException(ref + ": there is no such file");
        } catch (IOException e) {
            throw new RequestException(ref + ": it can not be read (" + e.getMessage() + ")");
        }
    }
}
