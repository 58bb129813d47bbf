package io.vmloom.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveriesTest {
    @TempDir
    private Path logs;

    @Test
    void aTaskThatSeveralWorkersBeganWasDeliveredAgain() throws IOException {
        Files.writeString(logs.resolve("worker-1.log"), begun("a/0/CONVERT/1/1") + begun("a/0/CONVERT/2/1"));
        Files.writeString(logs.resolve("worker-2.log"), begun("a/0/CONVERT/1/1") + begun("a/0/CONVERT/1/2"));
        Files.writeString(logs.resolve("images.txt"), begun("a/0/CONVERT/1/1"));

        Deliveries deliveries = Deliveries.in(logs);

        assertThat(deliveries).isEqualTo(new Deliveries(4, 3));
        assertThat(deliveries.again()).isEqualTo(1);
    }

    private static String begun(String task) {
        return "10:00:00 DEBUG WorkerSlot: task begun task=\"" + task + "\"\n10:00:00 INFO  Other: something else\n";
    }
}
