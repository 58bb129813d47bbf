package io.vmloom.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.CancelledException;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.Precondition;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class S3AccessFaultTest {
    private static final Location.InBucket DISK = new Location.InBucket("images", "disk.qcow2");

    private final ScriptedS3 server = new ScriptedS3();
    private final S3ObjectStore store = S3ObjectStore.open(server.settings());

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void aRefusedPutSaysWhereAndWhy() {
        server.script(ScriptedS3.error(403, "AccessDenied"));

        assertFails(ErrorCode.ACCESS_DENIED, this::put)
                .withMessageContaining("s3://images/disk.qcow2")
                .withMessageContaining("AccessDenied: scripted");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void aRefusedHeadIsExplainedByAnAnswerWithABody() {
        server.script(ScriptedS3.bare(403, Map.of()), ScriptedS3.error(403, "InvalidAccessKeyId"));

        assertFails(ErrorCode.ACCESS_DENIED, () -> store.head(DISK))
                .withMessageContaining("s3://images/disk.qcow2")
                .withMessageContaining("InvalidAccessKeyId");
    }

    @Test
    void anExpiredTokenIsDeniedAccess() {
        server.script(ScriptedS3.error(400, "ExpiredToken"));

        assertFails(ErrorCode.ACCESS_DENIED, this::put).withMessageContaining("ExpiredToken");
    }

    @Test
    void aBucketOfAnotherRegionIsNamedWithIt() {
        server.script(ScriptedS3.bare(301, Map.of("x-amz-bucket-region", "eu-central-1")));

        assertFails(ErrorCode.ACCESS_DENIED, this::put).withMessageContaining("eu-central-1");
    }

    @Test
    void aMissingKeyIsToldFromAMissingBucket() {
        server.script(ScriptedS3.bare(404, Map.of()), ScriptedS3.bare(200, Map.of()));
        assertThat(store.head(DISK)).isEmpty();

        server.restart(ScriptedS3.bare(404, Map.of()));
        Location.InBucket elsewhere = new Location.InBucket("elsewhere", "disk.qcow2");
        assertFails(ErrorCode.NOT_FOUND, () -> store.head(elsewhere)).withMessageContaining("bucket elsewhere");
    }

    @Test
    void aBucketThatMustNotBeLookedAtStillHasKeys() {
        server.script(ScriptedS3.bare(404, Map.of()), ScriptedS3.bare(403, Map.of()));

        assertThat(store.head(DISK)).isEmpty();
    }

    @Test
    void anInterruptedCallIsCancelled() throws InterruptedException {
        server.script(ScriptedS3.silence());
        AtomicReference<Throwable> seen = new AtomicReference<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                store.delete(DISK);
            } catch (ConversionException e) {
                seen.set(e);
            }
        });
        Awaitility.await().until(() -> !server.asked().isEmpty());

        caller.interrupt();
        caller.join();

        assertThat(seen.get()).isInstanceOf(CancelledException.class);
    }

    @Test
    void missingCredentialsAreDeniedAccess() {
        S3Failure failure = S3Failure.of(SdkClientException.create(
                "Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain"));

        assertThat(failure.about(DISK).code()).isEqualTo(ErrorCode.ACCESS_DENIED);
    }

    @Test
    void aNameThatTheStoreRefusesIsAWrongRequest() {
        server.script(ScriptedS3.error(400, "KeyTooLongError"));

        assertFails(ErrorCode.REQUEST_INVALID, this::put).withMessageContaining("KeyTooLongError");
    }

    @Test
    void aRequestThatTheStoreDoesNotUnderstandIsAFaultOfOurs() {
        server.script(ScriptedS3.error(501, "NotImplemented"));

        assertFails(ErrorCode.INTERNAL, this::put).withMessageContaining("NotImplemented");
    }

    private void put() {
        store.put(DISK, Content.zeros(5), Map.of(), Precondition.NONE);
    }

    private static ThrowableAssertAlternative<ConversionException> assertFails(ErrorCode code, ThrowingCallable call) {
        return assertThatExceptionOfType(ConversionException.class)
                .isThrownBy(call)
                .satisfies(failure ->
                        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code));
    }
}
