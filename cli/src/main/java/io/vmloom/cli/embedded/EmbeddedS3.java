package io.vmloom.cli.embedded;

import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.store.s3.PayloadSigning;
import io.vmloom.store.s3.S3Credentials;
import io.vmloom.store.s3.S3Endpoint;
import io.vmloom.store.s3.S3Settings;
import io.vmloom.store.s3.UploadChecksum;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;
import java.util.regex.Pattern;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;

/**
 * An S3 server in this JVM over a directory: buckets are its subdirectories, objects files under their keys. Listens on
 * the loopback interface only and wants signed requests. Files put there by hand are served too, pinned by size and time.
 *
 * <p>Two things differ from S3: no key may continue another one behind a slash ({@code a} and {@code a/b}), and
 * completing an upload copies its bytes.
 */
public final class EmbeddedS3 implements AutoCloseable {
    private static final String REGION = "us-east-1";

    /** @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html">Bucket names</a> */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private final S3Proxy server;
    private final Path directory;
    private final S3Settings settings;

    private EmbeddedS3(S3Proxy server, Path directory, S3Settings settings) {
        this.server = server;
        this.directory = directory;
        this.settings = settings;
    }

    /** Starts on a free port, with new credentials. */
    public static EmbeddedS3 start(Path directory) {
        return start(directory, 0, newKeys());
    }

    /**
     * @param directory holds the buckets; made when it is not there
     * @param port 0 for a free one
     * @param keys whom it lets in
     */
    public static EmbeddedS3 start(Path directory, int port, S3Credentials.KeyPair keys) {
        Path base = created(directory);
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", base.toString());
        return start(base, port, keys, new StrictUploads(files(base, properties)));
    }

    private static BlobStore files(Path base, Properties properties) {
        try {
            return new UnfinishedPuts(BlobStores.create("filesystem", properties), base);
        } catch (IOException e) {
            throw new RequestException("what an earlier S3 server left unfinished in " + base + " can not be removed ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + ")");
        }
    }

    /** Credentials that nobody else knows. */
    public static S3Credentials.KeyPair newKeys() {
        SecureRandom random = new SecureRandom();
        return new S3Credentials.KeyPair("vmloom-" + hex(random, 6), hex(random, 20));
    }

    /** Starts with another blob store over the same directory, so that tests can have it misbehave. */
    static EmbeddedS3 start(Path directory, int port, S3Credentials.KeyPair keys, BlobStore blobs) {
        QuietLogs.quiet();
        S3Proxy server = S3Proxy.builder()
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V4, keys.accessKeyId(), keys.secretAccessKey())
                .blobStore(blobs)
                .stopTimeout(0)
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new RequestException("the S3 server can not listen on 127.0.0.1:" + port + " (" + e.getMessage()
                    + "); choose another port");
        } catch (Exception e) {
            throw new InternalException("the S3 server did not start", e);
        }
        S3Endpoint.At endpoint = new S3Endpoint.At(URI.create("http://127.0.0.1:" + server.getPort()));
        S3Settings plain = S3Settings.server(endpoint, REGION, keys);
        // Bodies signed as a whole would be held in memory by the server.
        return new EmbeddedS3(
                server,
                directory,
                plain.withUploads(PayloadSigning.CHUNKED, UploadChecksum.NONE, plain.capabilities()));
    }

    /** How clients reach it, credentials included. */
    public S3Settings settings() {
        return settings;
    }

    /** As {@code http://127.0.0.1:port}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    /** Makes a bucket; nothing happens when it exists. */
    public void createBucket(String bucket) {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new RequestException(
                    "bucket name must have 3 to 63 lower-case letters, digits, dots and hyphens, got: " + bucket);
        }
        created(directory.resolve(bucket));
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new InternalException("the S3 server did not stop", e);
        }
    }

    private static Path created(Path directory) {
        try {
            return Files.createDirectories(directory).toRealPath();
        } catch (IOException e) {
            throw new RequestException("directory " + directory + " for the S3 server can not be made ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + "); choose another one");
        }
    }

    private static String hex(SecureRandom random, int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return HexFormat.of().formatHex(secret);
    }
}
