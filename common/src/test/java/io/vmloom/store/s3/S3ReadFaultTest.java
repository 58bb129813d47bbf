package io.vmloom.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class S3ReadFaultTest {
    private static final Location.InBucket DISK = new Location.InBucket("images", "disk.qcow2");
    private static final byte[] OBJECT = bytes();
    private static final ObjectVersion PINNED = new ObjectVersion(DISK, OBJECT.length, "v1", false, Map.of());

    private final ScriptedS3 server = new ScriptedS3();
    private final S3ObjectStore store = S3ObjectStore.open(server.settings());

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    @Test
    void aReadAsksForItsRangeOfThePinnedVersion() {
        server.script(ScriptedS3.range(OBJECT, 1_000, 5_000, "v1"));

        assertThat(read(1_000, 5_000)).isEqualTo(slice(1_000, 5_000));
        assertThat(server.asked().getFirst().header("range")).isEqualTo("bytes=1000-5999");
        assertThat(server.asked().getFirst().header("if-match")).isEqualTo("\"v1\"");
    }

    @Test
    void throttledReadsAreRepeated() {
        server.script(
                ScriptedS3.error(503, "SlowDown"),
                ScriptedS3.error(500, "InternalError"),
                ScriptedS3.range(OBJECT, 0, 10, "v1"));

        assertThat(read(0, 10)).isEqualTo(slice(0, 10));
    }

    @Test
    void endlessThrottlingIsReportedAfterAllAttempts() {
        server.script(ScriptedS3.error(503, "SlowDown"));

        assertFails(ErrorCode.STORE_UNAVAILABLE, 0, 10)
                .withMessageContaining("s3://images/disk.qcow2")
                .withMessageContaining("SlowDown")
                .satisfies(failure -> assertThat(failure.retryable()).isTrue());
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void anAnswerThatBreaksOffIsReadAgainFromItsStart() {
        server.script(
                ScriptedS3.brokenRange(OBJECT, 0, 100_000, "v1", 70_000), ScriptedS3.range(OBJECT, 0, 100_000, "v1"));

        for (ByteBuffer buffer : new ByteBuffer[] {ByteBuffer.allocate(100_000), ByteBuffer.allocateDirect(100_000)}) {
            store.read(PINNED, 0, buffer);

            byte[] seen = new byte[100_000];
            buffer.flip().get(seen);
            assertThat(seen).isEqualTo(slice(0, 100_000));
        }
    }

    @Test
    void answersThatAlwaysBreakOffAreReportedWithTheOffset() {
        server.script(ScriptedS3.brokenRange(OBJECT, 0x1000, 10_000, "v1", 0x100));

        assertFails(ErrorCode.STORE_UNAVAILABLE, 0x1000, 10_000).withMessageContaining("broke off");
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void aConnectionThatIsHungUpIsTriedAgain() {
        server.script(ScriptedS3.hangUp(), ScriptedS3.range(OBJECT, 0, 10, "v1"));

        assertThat(read(0, 10)).isEqualTo(slice(0, 10));
    }

    @Test
    void aSilentServerIsAskedAgain() {
        server.script(ScriptedS3.silence(), ScriptedS3.range(OBJECT, 0, 10, "v1"));

        assertThat(read(0, 10)).isEqualTo(slice(0, 10));
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() {
        server.close();

        assertFails(ErrorCode.STORE_UNAVAILABLE, 0, 10).withMessageContaining("Connect");
    }

    @Test
    void anObjectThatIsReplacedBetweenTwoAttemptsIsNoticed() {
        server.script(
                ScriptedS3.brokenRange(OBJECT, 0, 10_000, "v1", 5_000), ScriptedS3.error(412, "PreconditionFailed"));

        assertFails(ErrorCode.SOURCE_CHANGED, 0, 10_000).withMessageContaining("v1");
    }

    @Test
    void aServerThatIgnoresIfMatchDoesNotPassAnotherVersion() {
        server.script(ScriptedS3.range(OBJECT, 0, 10, "v2"));

        assertFails(ErrorCode.SOURCE_CHANGED, 0, 10).withMessageContaining("v2");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void anObjectThatShrankIsNoticed() {
        server.script(ScriptedS3.error(416, "InvalidRange"));

        assertFails(ErrorCode.SOURCE_CHANGED, 0, 10);
    }

    @Test
    void anotherRangeThanTheOneAskedForIsRefused() {
        server.script(ScriptedS3.range(OBJECT, 20, 10, "v1"));

        assertFails(ErrorCode.STORE_UNAVAILABLE, 10, 10).withMessageContaining("bytes 20-29/");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void aServerThatIgnoresRangesIsRefusedBeforeItsBodyIsRead() {
        server.script(ScriptedS3.answer(200, Map.of("ETag", "\"v1\""), OBJECT));

        assertFails(ErrorCode.STORE_UNAVAILABLE, 10, 10).withMessageContaining("Range");
    }

    @Test
    void aVersionWithoutTagIsPinnedBySizeAndTime() {
        server.script(
                ScriptedS3.bare(200, Map.of("Last-Modified", "Wed, 21 Oct 2026 07:28:00 GMT", "Content-Length", "100")),
                ScriptedS3.error(412, "PreconditionFailed"));

        ObjectVersion version = store.head(DISK).orElseThrow();

        assertThat(version.weak()).isTrue();
        assertThatExceptionOfType(ConversionException.class)
                .isThrownBy(() -> store.read(version, 0, ByteBuffer.allocate(10)))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_CHANGED));
        assertThat(server.asked().getLast().header("if-unmodified-since")).isEqualTo("Wed, 21 Oct 2026 07:28:01 GMT");
    }

    @Test
    void anObjectWithoutALengthIsNoSource() {
        server.script(ScriptedS3.bare(200, Map.of("ETag", "\"v1\"")));

        assertThatExceptionOfType(ConversionException.class)
                .isThrownBy(() -> store.head(DISK))
                .withMessageContaining("length")
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    private byte[] read(long offset, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        store.read(PINNED, offset, buffer);
        assertThat(buffer.hasRemaining()).isFalse();
        return buffer.array();
    }

    private ThrowableAssertAlternative<ConversionException> assertFails(ErrorCode code, long offset, int length) {
        return assertThatExceptionOfType(ConversionException.class)
                .isThrownBy(() -> read(offset, length))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }

    private static byte[] slice(int from, int length) {
        return Arrays.copyOfRange(OBJECT, from, from + length);
    }

    private static byte[] bytes() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20_260_102);
        byte[] bytes = new byte[200_000];
        random.nextBytes(bytes);
        return bytes;
    }
}
