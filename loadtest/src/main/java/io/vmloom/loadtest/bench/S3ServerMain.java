package io.vmloom.loadtest.bench;

import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.store.s3.S3Credentials;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** Serves a directory until its standard input ends: prints endpoint, key and secret, a line each. */
final class S3ServerMain {
    private S3ServerMain() {}

    public static void main(String[] arguments) throws IOException {
        try (EmbeddedS3 server = EmbeddedS3.start(Path.of(arguments[0]))) {
            if (!(server.settings().credentials() instanceof S3Credentials.KeyPair(String key, String secret))) {
                throw new IllegalStateException("the server has no keys");
            }
            PrintStream out = System.out;
            out.println(server.endpoint());
            out.println(key);
            out.println(secret);
            out.flush();
            System.in.transferTo(PrintStream.nullOutputStream());
        }
    }
}
