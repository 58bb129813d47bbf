package io.vmloom.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmloom.cli.testing.Folder;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.gaul.s3proxy.BlobStores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

@Timeout(60)
class UnfinishedPutsTest {
    @TempDir
    private Path folder;

    private Path base = Path.of("");

    @BeforeEach
    void aBucket() throws IOException {
        base = folder.resolve("base");
        Files.createDirectories(base.resolve("disks/out"));
    }

    @Test
    void theBeginningOfAnObjectIsGoneAfterTheServersDeath() throws Exception {
        String namedAlike = "disks/out/web-" + UUID.randomUUID();
        Path byHand = Files.createFile(base.resolve(namedAlike));
        Files.setLastModifiedTime(byHand, FileTime.from(Instant.now().minusSeconds(3600)));
        Path found = folder.resolve("found");
        try (PipedOutputStream client = new PipedOutputStream()) {
            CompletableFuture<?> put = put("out/web", new PipedInputStream(client));
            client.write(new byte[1000]);
            await().until(() -> Folder.files(base.resolve("disks")).size() == 2);
            copy(base, found);
            client.close();
            put.get();
        }
        assertThat(Folder.files(base)).containsExactlyInAnyOrder("disks/out/web", namedAlike);
        assertThat(Folder.files(found)).as("what lies there when it dies").hasSize(3);

        EmbeddedS3.start(found).close();

        assertThat(Folder.files(found)).containsExactly(namedAlike);
    }

    private CompletableFuture<?> put(String key, PipedInputStream body) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", base.toString());
        UnfinishedPuts blobs = new UnfinishedPuts(BlobStores.create("filesystem", properties), base);
        PutObjectRequest request =
                PutObjectRequest.builder().bucket("disks").key(key).build();
        return CompletableFuture.runAsync(() -> blobs.putBlob(request, body));
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(from)) {
            all = files.toList();
        }
        for (Path file : all) {
            Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
