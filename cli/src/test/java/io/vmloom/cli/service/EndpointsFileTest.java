package io.vmloom.cli.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.cli.embedded.EmbeddedS3;
import io.vmloom.cli.engine.EmbeddedServers;
import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsFileTest {
    private static final Endpoints NONE = new Endpoints(Optional.empty(), Optional.empty());

    private final EmbeddedServers.Store store = new EmbeddedServers.Store(20_002, EmbeddedS3.newKeys());

    @TempDir
    private Path folder;

    @Test
    void whatWasWrittenIsReadAgain() {
        Endpoints both = new Endpoints(Optional.of(20_001), Optional.of(store));
        EndpointsFile file = new EndpointsFile(folder);
        assertThat(file.read()).isEqualTo(NONE);

        file.write(both);

        assertThat(file.read()).isEqualTo(both);
    }

    @Test
    void aServerThatAnotherProcessStartedStaysInTheFile() {
        EndpointsFile file = new EndpointsFile(folder);
        file.write(new Endpoints(Optional.of(20_001), Optional.empty()));
        file.write(new Endpoints(Optional.empty(), Optional.of(store)));
        file.write(new Endpoints(Optional.of(20_003), Optional.empty()));

        assertThat(file.read()).isEqualTo(new Endpoints(Optional.of(20_003), Optional.of(store)));
    }

    @Test
    void nobodyButItsOwnerReadsIt() throws IOException {
        Path file = new EndpointsFile(folder).write(new Endpoints(Optional.empty(), Optional.of(store)));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw--w----", "rw----r--"})
    void aFileThatOthersCouldReachIsRefused(String permissions) throws IOException {
        EndpointsFile file = new EndpointsFile(folder);
        Path written = file.write(new Endpoints(Optional.empty(), Optional.of(store)));
        Files.setPosixFilePermissions(written, PosixFilePermissions.fromString(permissions));

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(file::read)
                .withMessageContaining(written.toString())
                .withMessageContaining(permissions)
                .withMessageContaining("remove it for new ports and credentials");
    }

    @Test
    void aLinkToAnotherFileIsRefused() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path written = new EndpointsFile(elsewhere).write(new Endpoints(Optional.of(20_001), Optional.empty()));
        Files.createSymbolicLink(folder.resolve(written.getFileName()), written);

        assertThatExceptionOfType(RequestException.class).isThrownBy(new EndpointsFile(folder)::read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "VMLOOM_KAFKA_SERVERS=10.0.0.1:9092",
                "VMLOOM_KAFKA_SERVERS=127.0.0.1:99999",
                "VMLOOM_KAFKA_SERVERS=127.0.0.1:",
                "VMLOOM_S3_ENDPOINT=http://127.0.0.1:20002",
                "VMLOOM_S3_ENDPOINT=http://127.0.0.1:20002\nVMLOOM_S3_ACCESS_KEY_ID=vmloom-12345678",
                "VMLOOM_S3_ENDPOINT=https://127.0.0.1:20002\nVMLOOM_S3_ACCESS_KEY_ID=a1234567"
                        + "\nVMLOOM_S3_SECRET_ACCESS_KEY=a1234567",
            })
    void aFileThatIsDamagedIsRefusedByName(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("endpoints.env"), content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(new EndpointsFile(folder)::read)
                .withMessageContaining(file.toString());
    }
}
