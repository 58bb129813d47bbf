package io.vmloom.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.InternalException;
import io.vmloom.loadtest.launch.Member;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostTest {
    @TempDir
    private Path logs;

    @Test
    void whoGivesUpBeforeItIsAtWorkIsFollowedByAnother() {
        try (Post post = post(start -> start == 1)) {
            post.replace("KILL", Duration.ZERO);

            assertThat(post.vacancies()).isEqualTo(1);
            assertThat(logs.resolve("sleeper-2.log")).exists();
        }
    }

    @Test
    void aPostThatNobodyCanFillIsAFailure() {
        try (Post post = post(start -> start > 0)) {
            assertThatThrownBy(() -> post.replace("KILL", Duration.ZERO)).hasMessageContaining("gave up");
        }
    }

    /** @param givesUp told how many were started before */
    private Post post(IntPredicate givesUp) {
        return new Post(start -> {
            if (givesUp.test(start)) {
                throw new InternalException("gave up", null);
            }
            return Member.start(List.of("sleep"), logs, "sleeper-" + start, Map.of(), "100");
        });
    }
}
