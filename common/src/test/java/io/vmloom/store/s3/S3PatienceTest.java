package io.vmloom.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.store.Location;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3PatienceTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 10, 60, 120, 600})
    void evenTheShortestPausesOutlastTheAbsence(int seconds) {
        S3Patience patience = S3Patience.outlasting(Duration.ofSeconds(seconds));

        Duration least = Stream.iterate(S3Patience.FIRST_PAUSE, pause -> notTooLong(pause.multipliedBy(2)))
                .limit(patience.attempts() - 1L)
                .reduce(Duration.ZERO, (sum, pause) -> sum.plus(pause.dividedBy(2)));
        assertThat(least).isGreaterThanOrEqualTo(Duration.ofSeconds(seconds));
    }

    private static Duration notTooLong(Duration pause) {
        return pause.compareTo(S3Patience.LONGEST_PAUSE) < 0 ? pause : S3Patience.LONGEST_PAUSE;
    }

    @Test
    void aServerThatIsAwayForLongerThanUsualIsWaitedFor() {
        int attempts = S3Patience.DEFAULT.attempts() + 1;
        try (ScriptedS3 server = new ScriptedS3();
                S3ObjectStore store = S3ObjectStore.open(
                        server.settings().withPatience(S3Patience.outlasting(Duration.ofSeconds(10))))) {
            IntStream.range(1, attempts).forEach(_ -> server.script(ScriptedS3.hangUp()));
            server.script(ScriptedS3.bare(200, Map.of("ETag", "\"t\"", "Content-Length", "0")));

            assertThat(store.head(new Location.InBucket("images", "disk.qcow2")))
                    .isPresent();

            assertThat(server.asked()).hasSize(attempts);
        }
    }
}
