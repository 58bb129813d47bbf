package io.vmloom.coordinator.hooks;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vmloom.error.CancelledException;
import io.vmloom.error.StoreException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts to an address that was checked, under the name that was asked for. Redirects are not followed, and of an answer
 * only the status is read.
 */
final class HookClient implements AutoCloseable {
    private static final int HTTPS = 443;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient client;
    private final PublicAddresses addresses;

    /** @param options whom to trust */
    HookClient(PublicAddresses addresses, HttpClientOptions options) {
        this.addresses = addresses;
        this.client = vertx.createHttpClient(options.setSsl(true)
                .setVerifyHost(true)
                .setKeepAlive(false)
                .setMaxHeaderSize(16 << 10)
                .setConnectTimeout((int) CONNECT.toMillis()));
    }

    /** The status of the answer; throws a {@link StoreException} where there is none. */
    int post(URI url, Map<String, String> headers, String body) {
        InetAddress address = addresses.of(url.getHost());
        int port = url.getPort() < 0 ? HTTPS : url.getPort();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, port)))
                .setHost(url.getHost())
                .setPort(port)
                .setURI(target(url))
                .setTimeout(ANSWER.toMillis());
        headers.forEach(options::putHeader);
        try {
            return client.request(options)
                    .compose(request -> request.send(Buffer.buffer(body)))
                    .map(response -> {
                        response.exceptionHandler(_ -> {});
                        response.request().connection().close();
                        return response.statusCode();
                    })
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(2 * ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw StoreException.unavailable(url.getHost(), "no answer (" + e.getCause() + ")", e.getCause());
        } catch (TimeoutException e) {
            throw StoreException.unavailable(url.getHost(), "no answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("telling " + url.getHost());
        }
    }

    private static String target(URI url) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }

    @Override
    public void close() {
        vertx.close();
    }
}
