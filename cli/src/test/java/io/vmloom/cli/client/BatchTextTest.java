package io.vmloom.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class BatchTextTest {
    private static final String RUNNING_BATCH = """
            {
              "id": "b1-01", "name": "exit", "state": "FAILED",
              "submitted": "2026-11-25T02:51:40.809875946Z", "ended": "2026-11-25T02:52:46Z",
              "percent": 99, "doneBytes": 2048, "expectedBytes": 4096, "unknownItems": 0,
              "counts": {"total": 3, "succeeded": 1, "skipped": 0, "failed": 1, "converting": 0, "pending": 1},
              "items": [
                {"name": "a", "state": "SUCCEEDED", "stage": "verifying", "percent": 100,
                 "doneBytes": 2048, "knownBytes": 2048},
                {"name": "b", "state": "FAILED", "stage": "stitching", "percent": 40, "doneBytes": 0,
                 "knownBytes": 2048, "code": "NOT_FOUND", "message": "s3://exit/b does not exist"}
              ]
            }""";

    private final StringWriter out = new StringWriter();

    @Test
    void timesAreToldToTheSecond() {
        assertThat(status()).contains("submitted: 2026-11-25T02:51:40Z, ended 2026-11-25T02:52:46Z");
    }

    @Test
    void anItemThatIsDoneIsInNoStageAndAFailedOneWhereItFailed() {
        assertThat(status())
                .anySatisfy(line -> assertThat(line).matches("a +SUCCEEDED +- +100 .*"))
                .anySatisfy(line -> assertThat(line).matches("b +FAILED +stitching +40 .*"));
    }

    @Test
    void theReasonOfAFailureStandsBelowTheTable() {
        assertThat(status()).last().isEqualTo("b: NOT_FOUND: s3://exit/b does not exist");
    }

    @Test
    void itemsThatAreNotShownAreCounted() {
        assertThat(status()).contains("… and 1 more; --items N shows them");
    }

    private List<String> status() {
        BatchText.status(JsonMapper.shared().readTree(RUNNING_BATCH), new PrintWriter(out));
        return out.toString().lines().toList();
    }
}
