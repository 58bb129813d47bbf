package io.vmloom.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vmloom.diagnosis.Verdict;
import io.vmloom.error.ConversionException;
import io.vmloom.error.RequestException;
import io.vmloom.store.Location;
import io.vmloom.testing.Peers;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate nobody knows but its owner. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3OverTlsTest {
    private static final Location.InBucket DISK = new Location.InBucket("images", "disk.qcow2");
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private HttpsServer server;

    @BeforeAll
    void start() throws Exception {
        keytool("-genkeypair -keyalg EC -dname CN=store -ext san=ip:127.0.0.1 -storetype PKCS12");
        keytool("-exportcert -rfc -file " + certificate());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"e\"");
            exchange.getResponseHeaders().set("Content-Length", "5");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    void stop() {
        server.stop(0);
    }

    @Test
    void withItsCertificateItIsTalkedTo() {
        S3Settings settings = settings(Map.of("VMLOOM_S3_CA_FILE", certificate().toString()));

        try (S3ObjectStore store = S3ObjectStore.open(settings)) {
            assertThat(store.head(DISK)).isPresent();
        }
        assertThat(new S3Clock(settings, InstantSource.system()).examine().verdict())
                .isEqualTo(Verdict.GOOD);
    }

    @Test
    void withoutItItIsNotAndTheReasonIsTold() {
        try (S3ObjectStore store = S3ObjectStore.open(settings(Map.of()))) {
            assertThatExceptionOfType(ConversionException.class)
                    .isThrownBy(() -> store.head(DISK))
                    .withMessageContaining("PKIX path building failed");
        }
    }

    @Test
    void aFileWithoutACertificateIsRefusedAtOnce() {
        Map<String, String> said =
                Map.of("VMLOOM_S3_CA_FILE", folder.resolve("none").toString());

        assertThatThrownBy(() -> settings(said))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("certificates can not be read");
    }

    private S3Settings settings(Map<String, String> trust) {
        Map<String, String> variables = new HashMap<>(trust);
        variables.put(
                "VMLOOM_S3_ENDPOINT", "https://127.0.0.1:" + server.getAddress().getPort());
        return S3Settings.fromVariables(variables)
                .withCredentials(new S3Credentials.KeyPair("id", "secret"))
                .withPatience(new S3Patience(Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofSeconds(20), 1));
    }

    private Path certificate() {
        return folder.resolve("ca.pem");
    }

    private void keytool(String options) {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Peers.run(
                "sh",
                "-c",
                keytool + " -keystore " + folder.resolve("keys") + " -storepass " + PASSWORD + " -alias store "
                        + options);
    }
}
