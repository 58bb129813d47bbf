package io.vmloom.fuzz;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of every seed, wherever it begins and whatever it means, at the ends of what it can hold. */
@Timeout(600)
class ExtremesTest {
    private static final long[] VALUES = {Long.MAX_VALUE, Long.MIN_VALUE, -512, 1L << 40};
    private static final int FIELD_ALIGNMENT = 2;
    private static final Set<String> BIG_ENDIAN = Set.of("qcow", "qcow2", "vpc", "dmg", "cow");

    /** Whose fields are text. */
    private static final Set<String> WITHOUT_FIELDS = Set.of("ova", "machine");

    static Stream<Path> seeds() {
        return Inputs.seeds().filter(seed -> !WITHOUT_FIELDS.contains(subject(seed)));
    }

    private static String subject(Path seed) {
        return seed.getName(seed.getNameCount() - 2).toString();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void areReadOrRefused(Path seed) throws IOException {
        Subject subject = Subject.named(subject(seed));
        byte[] input = Files.readAllBytes(seed);
        for (int at = 1; at <= input.length - Integer.BYTES; at += FIELD_ALIGNMENT) {
            for (long value : VALUES) {
                examine(subject, input, at, order(subject), value);
            }
        }
    }

    private static ByteOrder order(Subject subject) {
        return BIG_ENDIAN.contains(subject.name()) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static void examine(Subject subject, byte[] input, int at, ByteOrder order, long value) {
        byte[] changed = input.clone();
        ByteBuffer bytes = ByteBuffer.wrap(changed).order(order);
        try {
            bytes.putInt(at, (int) (value >>> Integer.SIZE ^ value));
            Examination.of(subject, changed);
            if (at <= input.length - Long.BYTES) {
                bytes.putLong(at, value);
                Examination.of(subject, changed);
            }
        } catch (RuntimeException | Error finding) {
            throw new AssertionError(subject + ": 0x" + Long.toHexString(value) + " at byte " + at, finding);
        }
    }
}
