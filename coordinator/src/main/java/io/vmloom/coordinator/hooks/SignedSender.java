package io.vmloom.coordinator.hooks;

import io.vertx.core.http.HttpClientOptions;
import io.vmloom.cipher.Secrets;
import io.vmloom.coordinator.terms.Webhook;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Sends messages over HTTPS, signed where there is a secret.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
public final class SignedSender implements HookSender {
    private final HookClient client;
    private final Secrets secrets;
    private final InstantSource clock;

    /**
     * @param secrets for requests from elsewhere
     * @param allowedHosts names of hosts that may have private addresses, in lower case
     */
    public SignedSender(Secrets secrets, Set<String> allowedHosts) {
        this(
                new HookClient(new PublicAddresses(allowedHosts, InetAddress::getAllByName), new HttpClientOptions()),
                secrets,
                InstantSource.system());
    }

    /** @param client closed with this */
    SignedSender(HookClient client, Secrets secrets, InstantSource clock) {
        this.client = client;
        this.secrets = secrets;
        this.clock = clock;
    }

    @Override
    public int send(Webhook to, HookMessage message) {
        Instant now = clock.instant();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("user-agent", "vmloom");
        headers.put("webhook-id", message.id());
        headers.put("webhook-timestamp", String.valueOf(now.getEpochSecond()));
        to.secret()
                .ifPresent(secret -> headers.put(
                        "webhook-signature",
                        HookSignature.of(secrets.read(secret), message.id(), now, message.body())));
        return client.post(to.url(), headers, message.body());
    }

    @Override
    public void close() {
        client.close();
    }
}
