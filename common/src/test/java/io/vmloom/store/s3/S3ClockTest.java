package io.vmloom.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.diagnosis.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3ClockTest {
    @ParameterizedTest
    @CsvSource({"0, GOOD", "-59, GOOD", "61, DOUBTFUL", "-899, DOUBTFUL", "900, WRONG", "-86400, WRONG"})
    void clocksMayBeALittleApart(long seconds, Verdict verdict) {
        assertThat(S3Clock.compared(Duration.ofSeconds(seconds)).verdict()).isEqualTo(verdict);
    }

    @Test
    void theServersDateIsTakenFromAnyAnswer() {
        Instant now = Instant.parse("2030-01-02T03:04:05Z");
        try (ScriptedS3 server = new ScriptedS3()) {
            server.script(ScriptedS3.error(403, "AccessDenied"));

            // The scripted server tells today's date, which is years before.
            assertThat(new S3Clock(server.settings(), InstantSource.fixed(now))
                            .examine()
                            .verdict())
                    .isEqualTo(Verdict.WRONG);
            assertThat(new S3Clock(server.settings(), InstantSource.system())
                            .examine()
                            .verdict())
                    .isEqualTo(Verdict.GOOD);
        }
    }
}
