package io.vmloom.coordinator.hooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import io.vmloom.cipher.Secret;
import io.vmloom.cipher.SecretRef;
import io.vmloom.coordinator.terms.Webhook;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebhooksTest {
    private static final HookMessage MESSAGE = new HookMessage("b00-x.batch.ended", Webhook.Event.BATCH_ENDED, "{}");
    private static final String HOST = "hooks.example.org";
    private static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n".getBytes(UTF_8));

    @TempDir
    private static Path folder;

    private record Received(String host, String path, MultiMap headers, String body) {}

    private final Vertx vertx = Vertx.vertx();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<Integer> statuses = new CopyOnWriteArrayList<>();
    private final List<Boolean> settled = new CopyOnWriteArrayList<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
    private Optional<Webhooks> hooks = Optional.empty();
    private int port;

    /** By a program of the JDK. */
    @BeforeAll
    static void aCertificate() throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "hooks",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=hooks",
                        "-ext",
                        "san=dns:" + HOST,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret",
                        "-keystore",
                        folder.resolve("hooks.p12").toString())
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    @BeforeEach
    void aReceiver() {
        HttpServer server = vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setKeyCertOptions(store()))
                .requestHandler(this::receive)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        port = server.actualPort();
    }

    @AfterEach
    void stop() {
        hooks.ifPresent(Webhooks::close);
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void aMessageIsSignedAndGoesToTheAddressUnderItsName() {
        tell(Set.of(HOST), HOST, "/v1?x=y");

        await().atMost(Duration.ofSeconds(40)).until(() -> settled.equals(List.of(true)));
        Received one = received.getFirst();
        assertThat(one.host()).isEqualTo(HOST + ":" + port);
        assertThat(one.path()).isEqualTo("/v1?x=y");
        assertThat(one.body()).isEqualTo("{}");
        assertThat(one.headers().get("webhook-id")).isEqualTo("b00-x.batch.ended");
        assertThat(one.headers().get("webhook-timestamp")).isEqualTo("1767323045");
        assertThat(one.headers().get("webhook-signature"))
                .isEqualTo(HookSignature.of(SECRET, "b00-x.batch.ended", now.get(), "{}"));
    }

    /** What the makers of the convention publish with their libraries. */
    @Test
    void signaturesAreThoseOfTheConvention() {
        assertThat(HookSignature.of(
                        SECRET,
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        Instant.ofEpochSecond(1614265330),
                        "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void itIsToldAgainUnderTheSameIdUntilItIsTaken() {
        statuses.addAll(List.of(500, 302, 429));

        tell(Set.of(HOST), HOST, "/");

        await().atMost(Duration.ofSeconds(40)).until(() -> settled.equals(List.of(true)));
        assertThat(received).hasSize(4).allMatch(one -> one.path().equals("/"));
        assertThat(received.stream().map(one -> one.headers().get("webhook-id")).distinct())
                .hasSize(1);
        assertThat(received.stream().map(one -> one.headers().get("webhook-timestamp")))
                .containsExactly("1767323045", "1767323047", "1767323051", "1767323059");
    }

    @Test
    void aReceiverThatWantsNoMoreIsLeftAlone() {
        statuses.add(410);

        tell(Set.of(HOST), HOST, "/");

        await().atMost(Duration.ofSeconds(40)).until(() -> settled.equals(List.of(false)));
        assertThat(received).hasSize(1);
    }

    @Test
    void aPrivateAddressIsNeverConnectedToAndGivenUpAfterADay() {
        Instant before = now.get();

        tell(Set.of(), HOST, "/");

        await().atMost(Duration.ofSeconds(40)).until(() -> settled.equals(List.of(false)));
        assertThat(received).isEmpty();
        assertThat(Duration.between(before, now.get())).isBetween(Duration.ofHours(23), Duration.ofHours(24));
    }

    @Test
    void aReceiverWithACertificateOfAnotherNameIsNotTold() {
        Instant later = now.get().plus(Duration.ofSeconds(30));

        tell(Set.of("other.example.org"), "other.example.org", "/");

        await().atMost(Duration.ofSeconds(40)).until(() -> now.get().isAfter(later));
        assertThat(received).isEmpty();
    }

    @Test
    void itemsMayStillEndWhenNobodyIsToldAnyMore() {
        Webhooks closed = new Webhooks((_, _) -> 200);
        closed.close();

        closed.tell(new Webhook(Webhook.url("https://a/"), Optional.empty(), Set.of()), MESSAGE, settled::add);

        assertThat(settled).isEmpty();
    }

    private void tell(Set<String> allowed, String host, String path) {
        PublicAddresses addresses =
                new PublicAddresses(allowed, name -> new InetAddress[] {InetAddress.getByName("127.0.0.1")});
        Webhooks telling = new Webhooks(
                new SignedSender(
                        new HookClient(addresses, new HttpClientOptions().setTrustOptions(store())),
                        ref -> SECRET,
                        now::get),
                wait -> now.updateAndGet(time -> time.plus(wait)),
                now::get);
        hooks = Optional.of(telling);
        Webhook to = new Webhook(
                Webhook.url("https://" + host + ":" + port + path),
                Optional.of(new SecretRef.Named("hook")),
                Webhook.ALL_EVENTS);
        telling.tell(to, MESSAGE, settled::add);
    }

    /** Answers go on for ever; nobody may wait for their end. */
    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            received.add(new Received(
                    String.valueOf(request.authority()), request.uri(), request.headers(), body.toString()));
            request.response()
                    .setStatusCode(statuses.isEmpty() ? 200 : statuses.removeFirst())
                    .putHeader("location", "/elsewhere")
                    .setChunked(true)
                    .write("and so on");
        });
    }

    private static PfxOptions store() {
        return new PfxOptions().setPath(folder.resolve("hooks.p12").toString()).setPassword("secret");
    }
}
