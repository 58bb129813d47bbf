package io.vmloom.loadtest.store;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vmloom.error.ConversionException;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectProperties;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Precondition;
import io.vmloom.store.Upload;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object store as an S3 server on the loopback interface, as far as vmloom asks; whoever asks is let in. It costs
 * little: no part is hashed or copied.
 */
public final class ServedStore implements AutoCloseable {
    private static final String LOCAL = "127.0.0.1";

    private static final Pattern PART = Pattern.compile("<Part>.*?</Part>", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("<PartNumber>(\\d+)</PartNumber>");
    private static final Pattern ETAG = Pattern.compile("<ETag>(?:\"|&quot;)?(.*?)(?:\"|&quot;)?</ETag>");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final String METADATA = "x-amz-meta-";

    private final ObjectStore store;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Consumer<Location.InBucket> completed;
    private final AtomicLong requests = new AtomicLong();

    public ServedStore(ObjectStore store) {
        this(store, _ -> {});
    }

    /**
     * @param store answers at once; not closed here
     * @param completed hears of each target that an upload made; calls may overlap
     */
    public ServedStore(ObjectStore store, Consumer<Location.InBucket> completed) {
        this.store = store;
        this.completed = completed;
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHttp2ClearTextEnabled(false).setHandle100ContinueAutomatically(true))
                .connectionHandler(client -> client.exceptionHandler(_ -> {})) // clients are killed, too
                .requestHandler(this::handle)
                .listen(0, LOCAL)
                .await();
    }

    public URI endpoint() {
        return URI.create("http://" + LOCAL + ":" + server.actualPort());
    }

    public long requests() {
        return requests.get();
    }

    private void handle(HttpServerRequest request) {
        requests.incrementAndGet();
        request.body().onSuccess(body -> reply(request, answer(request, body)));
    }

    private static void reply(HttpServerRequest request, S3Answer answer) {
        HttpServerResponse response = request.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(answer.body());
        }
    }

    private S3Answer answer(HttpServerRequest request, Buffer body) {
        try {
            String path =
                    URLDecoder.decode(request.path(), StandardCharsets.UTF_8).substring(1);
            int slash = path.indexOf('/');
            String key = slash < 0 ? "" : path.substring(slash + 1);
            return key.isEmpty()
                    ? ofBucket(request, slash < 0 ? path : path.substring(0, slash))
                    : ofObject(request, new Location.InBucket(path.substring(0, slash), key), body);
        } catch (ConversionException e) {
            return S3Answer.refused(e);
        }
    }

    private S3Answer ofBucket(HttpServerRequest request, String bucket) {
        String prefix = Optional.ofNullable(request.getParam("prefix")).orElse("");
        if (request.method().equals(HttpMethod.HEAD)) {
            store.head(new Location.InBucket(bucket, "any"));
            return S3Answer.of(200);
        }
        if (request.params().contains("uploads")) {
            return S3Answer.uploads(store.listUploads(new Location.InBucket(bucket, prefix)));
        }
        Map<String, ObjectVersion> found = new TreeMap<>();
        store.list(new Location.InBucket(bucket, prefix), object -> {
            if (object.location() instanceof Location.InBucket known) {
                found.put(known.key(), object);
            }
        });
        return S3Answer.objects(found);
    }

    private S3Answer ofObject(HttpServerRequest request, Location.InBucket object, Buffer body) {
        Optional<Upload> upload =
                Optional.ofNullable(request.getParam("uploadId")).map(id -> new Upload(object, id));
        return switch (request.method().name()) {
            case "HEAD" -> store.head(object).map(S3Answer::head).orElseGet(() -> S3Answer.missing("NoSuchKey"));
            case "GET" -> upload.map(of -> S3Answer.parts(store.listParts(of))).orElseGet(() -> read(request, object));
            case "PUT" -> upload.map(to -> part(request, to, body)).orElseGet(() -> put(request, object, body));
            case "POST" -> upload.map(of -> complete(request, of, body)).orElseGet(() -> create(request, object));
            case "DELETE" -> upload.map(this::abort).orElseGet(() -> delete(object));
            default -> S3Answer.notKnown(request.method() + " of " + object);
        };
    }

    private S3Answer read(HttpServerRequest request, Location.InBucket object) {
        Optional<ObjectVersion> found = store.head(object);
        Matcher range =
                RANGE.matcher(Optional.ofNullable(request.getHeader("Range")).orElse(""));
        if (found.isEmpty() || !range.matches()) {
            return found.isEmpty() ? S3Answer.missing("NoSuchKey") : S3Answer.notKnown("a whole object");
        }
        long offset = Long.parseLong(range.group(1));
        long end = Math.min(found.get().sizeBytes(), Long.parseLong(range.group(2)) + 1);
        byte[] bytes = new byte[Math.toIntExact(end - offset)];
        store.read(found.get(), offset, ByteBuffer.wrap(bytes));
        return S3Answer.range(found.get(), offset, bytes);
    }

    private S3Answer put(HttpServerRequest request, Location.InBucket object, Buffer body) {
        return S3Answer.tagged(store.put(object, content(body), metadata(request), precondition(request))
                .etag());
    }

    private S3Answer create(HttpServerRequest request, Location.InBucket object) {
        return S3Answer.created(store.createUpload(object, metadata(request), ObjectProperties.NONE));
    }

    private S3Answer part(HttpServerRequest request, Upload upload, Buffer body) {
        int number = Integer.parseInt(request.getParam("partNumber"));
        String copied = request.getHeader("x-amz-copy-source");
        return copied == null
                ? S3Answer.tagged(
                        store.uploadPart(upload, number, content(body)).etag())
                : copy(request, upload, number, copied);
    }

    private S3Answer copy(HttpServerRequest request, Upload upload, int number, String from) {
        String path = URLDecoder.decode(from, StandardCharsets.UTF_8).replaceFirst("^/", "");
        Location.InBucket source =
                new Location.InBucket(path.substring(0, path.indexOf('/')), path.substring(path.indexOf('/') + 1));
        Optional<ObjectVersion> found = store.head(source);
        if (found.isEmpty()) {
            return S3Answer.missing("NoSuchKey");
        }
        String wanted = request.getHeader("x-amz-copy-source-if-match");
        if (wanted != null && !wanted.contains(found.get().etag())) {
            return S3Answer.changed(source.toString());
        }
        Matcher range = RANGE.matcher(Optional.ofNullable(request.getHeader("x-amz-copy-source-range"))
                .orElse(""));
        long offset = range.matches() ? Long.parseLong(range.group(1)) : 0;
        long end = range.matches()
                ? Long.parseLong(range.group(2)) + 1
                : found.get().sizeBytes();
        return S3Answer.copied(store.copyPart(upload, number, found.get(), offset, end - offset));
    }

    private S3Answer complete(HttpServerRequest request, Upload upload, Buffer body) {
        Map<Integer, PartReceipt> known = new HashMap<>();
        store.listParts(upload).forEach(part -> known.put(part.partNumber(), part));
        List<PartReceipt> named = new ArrayList<>();
        Matcher parts = PART.matcher(body.toString(StandardCharsets.UTF_8));
        while (parts.find()) {
            int number = Integer.parseInt(found(NUMBER, parts.group()));
            long sizeBytes = Optional.ofNullable(known.get(number))
                    .map(PartReceipt::sizeBytes)
                    .orElse(0L);
            named.add(new PartReceipt(number, sizeBytes, found(ETAG, parts.group())));
        }
        ObjectVersion object = store.complete(upload, named, precondition(request));
        completed.accept(upload.target());
        return S3Answer.completed(object);
    }

    private S3Answer abort(Upload upload) {
        store.abort(upload);
        return S3Answer.of(204);
    }

    private S3Answer delete(Location.InBucket object) {
        store.delete(object);
        return S3Answer.of(204);
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : "0";
    }

    private static Content content(Buffer body) {
        return Content.of(body.getBytes());
    }

    private static Precondition precondition(HttpServerRequest request) {
        return "*".equals(request.getHeader("If-None-Match")) ? Precondition.ABSENT : Precondition.NONE;
    }

    private static Map<String, String> metadata(HttpServerRequest request) {
        Map<String, String> metadata = new HashMap<>();
        request.headers().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(METADATA)) {
                metadata.put(lower.substring(METADATA.length()), value);
            }
        });
        return metadata;
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
