package io.vmloom.cli.embedded;

import io.vmloom.store.s3.S3Credentials;
import io.vmloom.store.s3.S3Endpoint;
import io.vmloom.store.s3.S3Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** S3Proxy as its makers ship it. It lets everybody in, so that buckets can be made without a client of its own. */
record StoreContainer(GenericContainer<?> container) implements TestStore {
    private static final String OFFICIAL = "andrewgaul/s3proxy:latest";
    private static final int PORT = 8080;

    static StoreContainer start() {
        GenericContainer<?> container = new GenericContainer<>(
                        DockerImageName.parse(Servers.image("VMLOOM_TEST_S3_IMAGE", OFFICIAL)))
                .withExposedPorts(PORT)
                .withEnv(Map.of(
                        "S3PROXY_ENDPOINT", "http://0.0.0.0:" + PORT,
                        "S3PROXY_AUTHORIZATION", "none",
                        "JCLOUDS_PROVIDER", "filesystem",
                        "JCLOUDS_FILESYSTEM_BASEDIR", "/tmp"));
        container.start();
        return new StoreContainer(container);
    }

    @Override
    public S3Settings settings() {
        return S3Settings.server(
                new S3Endpoint.At(endpoint()), "us-east-1", new S3Credentials.KeyPair("anybody", "anybody"));
    }

    @Override
    public void createBucket(String bucket) {
        HttpRequest request = HttpRequest.newBuilder(endpoint().resolve("/" + bucket))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError("bucket " + bucket + " was not made: " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while bucket " + bucket + " was made", e);
        }
    }

    @Override
    public boolean remembersEndedUploads() {
        return true;
    }

    private URI endpoint() {
        return URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT));
    }

    @Override
    public void close() {
        container.stop();
    }
}
