package io.vmloom.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.testing.Seeded;
import io.vmloom.testing.TestSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

class TableWindowTest {
    @Seeded(50)
    void entriesAreThoseOfTheFileInAnyOrderOfAsking(SplittableRandom random) {
        byte[] file = new byte[8 * (1 + random.nextInt(100_000))];
        random.nextBytes(file);
        int start = 8 * random.nextInt(file.length / 8);
        ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer expected = ByteBuffer.wrap(file).order(order);

        TableWindow table = new TableWindow(TestSource.of("table", file), start, file.length - start, order);

        for (int round = 0; round < 200; round++) {
            int index = random.nextInt((file.length - start) / 8);
            assertThat(table.longAt(index)).isEqualTo(expected.getLong(start + 8 * index));
            assertThat(table.intAt(2L * index)).isEqualTo(expected.getInt(start + 8 * index));
        }
    }

    @Seeded(10)
    void aWalkInOrderReadsEveryByteOnce(SplittableRandom random) {
        TestSource source = TestSource.of("table", new byte[4 * (1 + random.nextInt(200_000))]);
        TableWindow table = new TableWindow(source, 0, source.sizeBytes(), ByteOrder.LITTLE_ENDIAN);

        for (long index = 0; index < source.sizeBytes() / 4; index++) {
            assertThat(table.intAt(index)).isZero();
        }

        assertThat(source.bytesRead()).isEqualTo(source.sizeBytes());
    }
}
