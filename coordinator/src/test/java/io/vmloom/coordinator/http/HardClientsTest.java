package io.vmloom.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmloom.coordinator.access.Access;
import io.vmloom.coordinator.access.AccessRole;
import io.vmloom.coordinator.access.Authenticator;
import io.vmloom.coordinator.access.Principal;
import io.vmloom.error.StoreException;
import io.vmloom.tenant.Tenants;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that ask too often, too slowly, or for too much. */
@Timeout(60)
class HardClientsTest {
    private static final String ANN = "token-of-ann";
    private static final String BOB = "token-of-bob";
    private static final int REQUESTS_PER_MINUTE = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Access access = new Access(
            List.of(token -> Optional.ofNullable(Map.of(ANN, "ann", BOB, "bob").get(token))
                    .map(name -> new Principal(name, Map.of("*", AccessRole.OPERATOR)))),
            Tenants.UNRESTRICTED);
    private final TestApi api = new TestApi(access, TestApi.settings(true, REQUESTS_PER_MINUTE, PATIENCE));

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeBackAndNobodyElseIs() throws Exception {
        for (int i = 0; i < REQUESTS_PER_MINUTE; i++) {
            assertThat(api.get("/api/v1/batches", ANN).statusCode()).isEqualTo(200);
        }

        HttpResponse<String> refused = api.get("/api/v1/batches", ANN);

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 20L);
        assertThat(TestApi.json(refused).get("code").asString()).isEqualTo("STORE_UNAVAILABLE");
        assertThat(api.submit("", ANN).statusCode()).isEqualTo(429);
        assertThat(api.get("/api/v1/batches", BOB).statusCode()).isEqualTo(200);
        assertThat(api.send(api.request("/healthz")).statusCode()).isEqualTo(200);
    }

    @Test
    void whoTriesTokensHasToWaitToo() throws Exception {
        for (int i = 0; i < REQUESTS_PER_MINUTE; i++) {
            assertThat(api.get("/api/v1/batches", "guess-" + i).statusCode()).isEqualTo(401);
        }

        assertThat(api.get("/api/v1/batches", "guess").statusCode()).isEqualTo(429);
        assertThat(api.get("/api/v1/batches", ANN).statusCode()).isEqualTo(200);
    }

    @Test
    void aClientThatSendsNothingIsPartedWith() throws Exception {
        try (Socket client = connect()) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aHeadThatComesByteByByteIsNotWaitedFor() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET /healthz HTTP/1.1\r\n");
            await().pollInterval(Duration.ofMillis(50)).until(() -> !sent(client, "X-Header: 1\r\n"));
        }
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedFor() throws Exception {
        try (Socket client = connect()) {
            send(
                    client,
                    "POST /api/v1/batches HTTP/1.1\r\nHost: x\r\nContent-Type: application/yaml\r\n"
                            + "Authorization: Bearer " + ANN + "\r\nContent-Length: 1000\r\n\r\napiVersion");

            assertThat(answer(client)).startsWith("HTTP/1.1 408 ").contains("did not arrive");
        }
    }

    @Test
    void aConnectionMayBeUsedAgain() throws Exception {
        try (Socket client = connect()) {
            for (int i = 0; i < 4; i++) {
                send(client, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
                Thread.sleep(PATIENCE.dividedBy(2));
            }

            assertThat(answer(client).split("HTTP/1.1 200 ", -1)).hasSize(5);
        }
    }

    @Test
    void aBodyThatIsTooLongIsNotRead() throws Exception {
        HttpResponse<String> refused = api.submit("#".repeat(1 << 20), ANN);

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(TestApi.json(refused).get("detail").asString()).contains("4096 bytes");
    }

    @Test
    void aHeadThatIsTooLongIsRefused() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET /healthz HTTP/1.1\r\nX-Header: " + "x".repeat(100_000) + "\r\n\r\n");

            assertThat(answer(client)).startsWith("HTTP/1.1 431 ");
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 400", "localhost, 400", "elsewhere.example, 403", "127.0.0.1.elsewhere.example, 403"})
    void aSiteWhoseNameLeadsHereMayNotSubmitWhereNobodyIsAsked(String name, int status) throws Exception {
        try (TestApi open = new TestApi(Access.OPEN, TestApi.settings(true, 0, PATIENCE));
                Socket client = connect(open)) {
            String site = name + ":" + open.port();
            send(
                    client,
                    "POST /api/v1/batches HTTP/1.1\r\nHost: " + site + "\r\nOrigin: http://" + site
                            + "\r\nContent-Type: application/yaml\r\nContent-Length: 1\r\n\r\n#");

            assertThat(answer(client)).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void whoeverCanNotBeKnownNowIsToldToComeBack() throws Exception {
        Authenticator away = _ -> {
            throw StoreException.unavailable("the token", "the provider's keys can not be fetched", null);
        };
        try (TestApi unsure =
                new TestApi(new Access(List.of(away), Tenants.UNRESTRICTED), TestApi.settings(true, 0, PATIENCE))) {
            assertThat(unsure.get("/api/v1/batches", ANN).statusCode()).isEqualTo(503);
            assertThat(unsure.submit("#".repeat(100_000), ANN).statusCode()).isEqualTo(503);
        }
    }

    private Socket connect() throws IOException {
        return connect(api);
    }

    private static Socket connect(TestApi api) throws IOException {
        Socket client = new Socket("127.0.0.1", api.port());
        client.setSoTimeout(30_000);
        return client;
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean sent(Socket client, String text) {
        try {
            send(client, text);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** All that comes until the connection ends. */
    private static String answer(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
}
