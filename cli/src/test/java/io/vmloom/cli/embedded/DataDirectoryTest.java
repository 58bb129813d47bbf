package io.vmloom.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.RequestException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path folder;

    @Test
    void brokerAndStoreMayBeTwoProcesses() {
        try (DataDirectory broker = DataDirectory.open(folder, Set.of(Server.BROKER));
                DataDirectory store = DataDirectory.open(folder, Set.of(Server.STORE))) {
            assertThat(broker.path()).isEqualTo(store.path());
        }
    }

    @Test
    void aServerThatAnotherProcessHasIsNamed() {
        try (DataDirectory broker = DataDirectory.open(folder, Set.of(Server.BROKER))) {
            assertThatExceptionOfType(RequestException.class)
                    .isThrownBy(() -> DataDirectory.open(folder))
                    .withMessageContaining(broker.path().toString())
                    .withMessageContaining("which has its broker");
        }
    }

    @Test
    void whatCouldNotBeHadAltogetherIsHeldByNobody() {
        try (DataDirectory store = DataDirectory.open(folder, Set.of(Server.STORE))) {
            assertThatExceptionOfType(RequestException.class)
                    .isThrownBy(() -> DataDirectory.open(folder))
                    .withMessageContaining(store.path().toString());

            DataDirectory.open(folder, Set.of(Server.BROKER)).close();
        }
        DataDirectory.open(folder).close();
    }
}
