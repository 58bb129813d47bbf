package io.vmloom.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Precondition;
import io.vmloom.store.Upload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class S3WriteFaultTest {
    private static final Location.InBucket DISK = new Location.InBucket("images", "disk.qcow2");
    private static final Upload UPLOAD = new Upload(DISK, "upload-17");
    private static final List<PartReceipt> PARTS = List.of(new PartReceipt(1, 10, "p1"));
    private static final ObjectVersion SOURCE = new ObjectVersion(DISK.withKey("source"), 10, "v1", false, Map.of());
    private static final Map<String, String> TAG = Map.of("ETag", "\"t\"");
    private static final String COMPLETED =
            "<CompleteMultipartUploadResult><ETag>\"whole-1\"</ETag></CompleteMultipartUploadResult>";

    private final ScriptedS3 server = new ScriptedS3();
    private final S3ObjectStore store = S3ObjectStore.open(server.settings());

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void everyAttemptSendsTheWholeContent() {
        Content content = Content.of("head".getBytes(StandardCharsets.US_ASCII))
                .then(Content.zeros(3))
                .then(Content.of("tail".getBytes(StandardCharsets.US_ASCII)));
        server.script(ScriptedS3.error(500, "InternalError"), ScriptedS3.hangUp(), ScriptedS3.bare(200, TAG));

        PartReceipt receipt = store.uploadPart(UPLOAD, 4, content);

        assertThat(receipt).isEqualTo(new PartReceipt(4, 11, "t"));
        assertThat(server.asked())
                .hasSize(3)
                .allSatisfy(asked -> assertThat(new String(asked.body(), StandardCharsets.US_ASCII))
                        .isEqualTo("head\0\0\0tail"));
        assertThat(server.asked().getFirst().uri().getQuery()).contains("partNumber=4", "uploadId=upload-17");
    }

    /** Its first attempt may have made an upload that nobody would know of. */
    @Test
    void anUploadWhoseAnswerIsLostIsNotCreatedAgainUnnoticed() {
        server.script(ScriptedS3.hangUp());

        assertFails(ErrorCode.STORE_UNAVAILABLE, () -> store.createUpload(DISK, Map.of()));

        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void anUploadThatABusyServerRefusesIsAskedForAgain() {
        server.script(
                ScriptedS3.error(503, "SlowDown"),
                ScriptedS3.xml("<InitiateMultipartUploadResult><UploadId>u-2</UploadId>"
                        + "</InitiateMultipartUploadResult>"));

        assertThat(store.createUpload(DISK, Map.of())).isEqualTo(new Upload(DISK, "u-2"));
    }

    @Test
    void damageOnTheWayIsFoundByTheServerWhenAsked() {
        S3Settings settings = server.settings();
        S3Settings checked = settings.withUploads(PayloadSigning.WHOLE, UploadChecksum.MD5, settings.capabilities());
        server.script(ScriptedS3.bare(200, TAG));

        try (S3ObjectStore checking = S3ObjectStore.open(checked)) {
            checking.uploadPart(UPLOAD, 1, Content.of("hello".getBytes(StandardCharsets.US_ASCII)));
        }

        assertThat(server.asked().getFirst().header("content-md5")).isEqualTo("XUFAKrxLKna5cZ2REBfFkg==");
    }

    @Test
    void damageThatTheServerFoundIsWorthAnotherTry() {
        server.script(ScriptedS3.error(400, "BadDigest"));

        assertFails(ErrorCode.STORE_UNAVAILABLE, () -> store.uploadPart(UPLOAD, 1, Content.zeros(5)));
    }

    @Test
    void aPartOfAnUploadThatIsGoneIsNotFound() {
        server.script(ScriptedS3.error(404, "NoSuchUpload"));

        assertFails(ErrorCode.NOT_FOUND, () -> store.uploadPart(UPLOAD, 1, Content.zeros(5)))
                .withMessageContaining("upload-17");
    }

    @Test
    void aCompletionThatFailsBehindASuccessfulStatusIsRepeated() {
        server.script(
                ScriptedS3.xml("<Error><Code>InternalError</Code><Message>scripted</Message></Error>"),
                ScriptedS3.xml(COMPLETED));

        assertThat(complete(Precondition.NONE).etag()).isEqualTo("whole-1");
    }

    @Test
    void aCompletionThatAlwaysFailsBehindASuccessfulStatusIsNoSuccess() {
        server.script(ScriptedS3.xml("<Error><Code>InternalError</Code><Message>scripted</Message></Error>"));

        assertFails(ErrorCode.STORE_UNAVAILABLE, () -> complete(Precondition.NONE))
                .withMessageContaining("InternalError");
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void aCopyThatFailsBehindASuccessfulStatusIsNoSuccess() {
        server.script(
                ScriptedS3.xml("<Error><Code>SlowDown</Code><Message>scripted</Message></Error>"),
                ScriptedS3.xml("<CopyPartResult><ETag>\"c\"</ETag></CopyPartResult>"));

        assertThat(store.copyPart(UPLOAD, 1, SOURCE, 0, 10)).isEqualTo(new PartReceipt(1, 10, "c"));
        assertThat(server.asked().getLast().header("x-amz-copy-source-if-match"))
                .isEqualTo("\"v1\"");
        assertThat(server.asked().getLast().headers()).doesNotContainKey("x-amz-copy-source-range");
    }

    @Test
    void aCompletionWhoseAnswerWasLostFindsItsUploadGone() {
        server.script(ScriptedS3.hangUp(), ScriptedS3.error(404, "NoSuchUpload"));

        assertFails(ErrorCode.NOT_FOUND, () -> complete(Precondition.NONE)).withMessageContaining("upload-17");
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void aReplacedPartAsksForAnotherListing() {
        server.script(ScriptedS3.error(400, "InvalidPart"));

        assertFails(ErrorCode.STORE_UNAVAILABLE, () -> complete(Precondition.NONE))
                .withMessageContaining("list the parts again");
    }

    @Test
    void aTargetThatStandsIsSeenBeforeACompletionThatAServerMightNotGuard() {
        server.script(ScriptedS3.bare(200, Map.of("ETag", "\"v9\"", "Content-Length", "1")));

        assertFails(ErrorCode.TARGET_EXISTS, () -> complete(Precondition.ABSENT));
        assertThat(server.asked()).extracting(ScriptedS3.Asked::method).containsExactly("HEAD");
    }

    @Test
    void aTargetThatAppearsMeanwhileStopsTheCompletion() {
        server.script(
                ScriptedS3.bare(404, Map.of()),
                ScriptedS3.bare(200, Map.of()),
                ScriptedS3.error(412, "PreconditionFailed"));

        assertFails(ErrorCode.TARGET_EXISTS, () -> complete(Precondition.ABSENT));
        assertThat(server.asked().getLast().header("if-none-match")).isEqualTo("*");
    }

    @Test
    void aConflictMeansThatTheTargetExistsOnlyIfItDoes() {
        server.script(
                ScriptedS3.error(409, "ConditionalRequestConflict"),
                ScriptedS3.bare(404, Map.of()),
                ScriptedS3.bare(200, Map.of()));
        assertFails(ErrorCode.STORE_UNAVAILABLE, this::putIfAbsent);

        server.restart(
                ScriptedS3.error(409, "ConditionalRequestConflict"),
                ScriptedS3.bare(200, Map.of("ETag", "\"v9\"", "Content-Length", "1")));
        assertFails(ErrorCode.TARGET_EXISTS, this::putIfAbsent);
    }

    @Test
    void anAbortedUploadMayBeGoneAlready() {
        server.script(ScriptedS3.error(404, "NoSuchUpload"));

        store.abort(UPLOAD);

        assertThat(server.asked()).extracting(ScriptedS3.Asked::method).containsExactly("DELETE");
    }

    private void putIfAbsent() {
        store.put(DISK, Content.zeros(5), Map.of(), Precondition.ABSENT);
    }

    private ObjectVersion complete(Precondition precondition) {
        return store.complete(UPLOAD, PARTS, precondition);
    }

    private static ThrowableAssertAlternative<ConversionException> assertFails(ErrorCode code, ThrowingCallable call) {
        return assertThatExceptionOfType(ConversionException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
