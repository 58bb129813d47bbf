package io.vmloom.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;

/** A store with an empty bucket, and what tests do with it again and again. */
interface StoreFixture {
    /** The store under test; the same one during a test. */
    ObjectStore store();

    /** A key in the bucket of this test. */
    Location.InBucket key(String name);

    /** The same numbers in every run. */
    RandomGenerator random();

    /** Whether parts of an upload that has ended are taken and listed all the same, as by S3Proxy on its own. */
    default boolean remembersEndedUploads() {
        return false;
    }

    /** Whether the store answers the first answer again to a completion that is repeated, instead of NOT_FOUND. */
    default boolean repeatsCompletions() {
        return false;
    }

    default ObjectVersion put(Location.InBucket location, byte[] content) {
        return store().put(location, Content.of(content), Map.of(), Precondition.NONE);
    }

    default byte[] read(ObjectVersion version, long offset, int length) {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        store().read(version, offset, buffer);
        assertThat(buffer.hasRemaining()).isFalse();
        return buffer.array();
    }

    /** As short as a part may be that others follow. */
    default byte[] part() {
        return bytes((int) store().capabilities().minPartBytes());
    }

    default byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random().nextBytes(bytes);
        return bytes;
    }

    static byte[] slice(byte[] bytes, int from, int length) {
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    static byte[] slice(ByteBuffer buffer, int from, int length) {
        byte[] bytes = new byte[length];
        buffer.get(from, bytes);
        return bytes;
    }

    static ThrowableAssertAlternative<ConversionException> assertFails(ErrorCode code, ThrowingCallable call) {
        return assertThatExceptionOfType(ConversionException.class)
                .isThrownBy(call)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
