package io.vmloom.loadtest.bench;

import io.vmloom.error.InternalException;
import io.vmloom.store.s3.PayloadSigning;
import io.vmloom.store.s3.S3Credentials;
import io.vmloom.store.s3.S3Endpoint;
import io.vmloom.store.s3.S3Settings;
import io.vmloom.store.s3.UploadChecksum;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An S3 server over a directory in a process of its own, so that neither program shares its JVM. */
record S3Process(Process process, URI endpoint, S3Credentials.KeyPair keys) implements AutoCloseable {
    private static final String REGION = "us-east-1";

    static S3Process start(Path directory) {
        try {
            Process process = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-Xmx512m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            S3ServerMain.class.getName(),
                            directory.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            List<String> said = List.of(line(out), line(out), line(out));
            return new S3Process(process, URI.create(said.get(0)), new S3Credentials.KeyPair(said.get(1), said.get(2)));
        } catch (IOException e) {
            throw new InternalException("the S3 server did not start", e);
        }
    }

    S3Settings settings() {
        S3Settings plain = S3Settings.server(new S3Endpoint.At(endpoint), REGION, keys);
        return plain.withUploads(PayloadSigning.CHUNKED, UploadChecksum.NONE, plain.capabilities());
    }

    /** The same settings for a command. */
    Map<String, String> environment() {
        return Map.of(
                "VMLOOM_S3_ENDPOINT", endpoint.toString(),
                "VMLOOM_S3_REGION", REGION,
                "VMLOOM_S3_SIGNING", "chunked",
                "AWS_ACCESS_KEY_ID", keys.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", keys.secretAccessKey());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private static String line(BufferedReader out) throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("it ended at once");
        }
        return line;
    }
}
