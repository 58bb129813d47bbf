package io.vmloom.fuzz;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vmloom.check.CheckReport;
import io.vmloom.error.ImageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables over each other, or over data, and counts that lie: reading has an end, and a check finds them. */
class OverlappingTablesTest {
    private static final long COPIED = 1L << 63;
    private static final long OFFSET = 0x00ff_ffff_ffff_fe00L;
    private static final int MIB = 1 << 20;

    static Stream<Arguments> lies() {
        return Stream.of(
                qcow2("an L1 table that is its own L2 table", f -> f.putLong(l1(f), COPIED | l1(f))),
                qcow2("an L2 table that is its own data", f -> f.putLong(l2(f), COPIED | l2(f))),
                qcow2("data over the refcount table", f -> f.putLong(l2(f), COPIED | f.getLong(48))),
                qcow2("data over the refcounts", f -> f.putLong(l2(f), COPIED | refcounts(f))),
                qcow2("two clusters in one place", f -> f.putLong(l2(f) + 8, f.getLong(l2(f)))),
                qcow2("a refcount table that is its own block", f -> f.putLong((int) f.getLong(48), f.getLong(48))),
                qcow2("refcounts that say free", f -> f.putLong(refcounts(f), 0).putLong(refcounts(f) + 8, 0)),
                qcow2("refcounts that say shared", f -> f.putLong(refcounts(f), 0x0002_0002_0002_0002L)),
                lie("qcow/plain", BIG_ENDIAN, "an L1 table that is its own L2 table", f -> f.putLong(48, 48)),
                lie(
                        "qcow/plain",
                        BIG_ENDIAN,
                        "two clusters in one place",
                        f -> f.putLong((int) f.getLong(48), f.getLong((int) f.getLong(48) + 8))),
                lie("qed/small", LITTLE_ENDIAN, "an L1 table that is its own L2 table", f -> f.putLong(l1(f), l1(f))),
                lie(
                        "qed/small",
                        LITTLE_ENDIAN,
                        "an L2 table that is its own data",
                        f -> f.putLong((int) f.getLong(l1(f)), f.getLong(l1(f)))),
                lie("parallels/small", LITTLE_ENDIAN, "two blocks in one place", f -> f.putInt(64, f.getInt(68))),
                lie("vdi/qemu-dynamic", LITTLE_ENDIAN, "two blocks in one place", f -> f.putInt(512, f.getInt(516))),
                lie("vpc/qemu-dynamic", BIG_ENDIAN, "two blocks in one place", f -> f.putInt(1536, f.getInt(1540))),
                lie("vpc/qemu-dynamic", BIG_ENDIAN, "data over the table", f -> f.putInt(1540, 2)),
                lie(
                        "vhdx/qemu-dynamic",
                        LITTLE_ENDIAN,
                        "two blocks in one place",
                        f -> f.putLong(2 * MIB, f.getLong(2 * MIB + 8))),
                lie("vhdx/qemu-dynamic", LITTLE_ENDIAN, "data over the metadata", f -> f.putLong(2 * MIB, 3 * MIB | 6)),
                lie(
                        "vmdk/qemu-monolithicSparse",
                        LITTLE_ENDIAN,
                        "a grain directory that is its own table",
                        f -> f.putInt(directory(f), directory(f) / 512)),
                lie(
                        "vmdk/qemu-monolithicSparse",
                        LITTLE_ENDIAN,
                        "a grain over its table",
                        f -> f.putInt(f.getInt(directory(f)) * 512 + 4, f.getInt(directory(f)))));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("lies")
    void areReadToAnEndAndFound(String seed, ByteOrder order, String what, Consumer<ByteBuffer> lie)
            throws IOException {
        Subject subject = Subject.named(Path.of(seed).getName(0).toString());
        SparseFile whole = FuzzInput.file(Files.readAllBytes(Inputs.seed(seed)));
        ByteBuffer bytes = whole.peek(0, (int) whole.sizeBytes()).order(order);
        CheckReport before = subject.checker().apply(whole);
        lie.accept(bytes);
        byte[] input = FuzzInput.of(bytes.array());

        Examination.of(subject, input);

        assertThat(before.errors()).isZero();
        assertThat(findings(subject, FuzzInput.file(input))).isPositive();
    }

    /** Errors and leaks; a refusal is one too. */
    private static long findings(Subject subject, SparseFile file) {
        try {
            CheckReport report = subject.checker().apply(file);
            return report.errors() + report.leaks();
        } catch (ImageException _) {
            return 1;
        }
    }

    private static int l1(ByteBuffer file) {
        return (int) file.getLong(40);
    }

    private static int l2(ByteBuffer qcow2) {
        return (int) (qcow2.getLong(l1(qcow2)) & OFFSET);
    }

    private static int refcounts(ByteBuffer qcow2) {
        return (int) qcow2.getLong((int) qcow2.getLong(48));
    }

    private static int directory(ByteBuffer vmdk) {
        return (int) vmdk.getLong(56) * 512;
    }

    private static Arguments qcow2(String what, Consumer<ByteBuffer> lie) {
        return lie("qcow2/small-clusters", BIG_ENDIAN, what, lie);
    }

    private static Arguments lie(String seed, ByteOrder order, String what, Consumer<ByteBuffer> lie) {
        return arguments(seed, order, what, lie);
    }
}
