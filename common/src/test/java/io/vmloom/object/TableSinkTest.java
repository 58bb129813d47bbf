package io.vmloom.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.InternalException;
import io.vmloom.layout.PartContent;
import io.vmloom.layout.PlannedPart;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Upload;
import io.vmloom.table.TableSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TableSinkTest {
    private static final Upload UPLOAD = new Upload(new Location.InBucket("b", "k"), "u");

    private final List<byte[]> uploaded = new ArrayList<>();

    @Test
    void tablesAreCutIntoThePlannedParts() {
        PartTableSink sink = new PartTableSink(store(), UPLOAD, parts(100_000, 100_000, 7));
        byte[] written = writeAtRandom(sink, 200_007, new Random(5));

        List<PartReceipt> receipts = sink.finish();

        assertThat(receipts)
                .containsExactly(
                        new PartReceipt(1, 100_000, "e1"),
                        new PartReceipt(2, 100_000, "e2"),
                        new PartReceipt(3, 7, "e3"));
        assertThat(joined()).isEqualTo(written);
        assertThat(sink.position()).isEqualTo(200_007);
    }

    @Test
    void zerosOverSeveralPartsTakeNoMemory() {
        long part = 1L << 32;
        List<Long> lengths = new ArrayList<>();
        PartTableSink sink = new PartTableSink(
                store((number, content) -> {
                    assertThat(content.isHole()).isTrue();
                    lengths.add(content.lengthBytes());
                }),
                UPLOAD,
                parts(part, part));

        sink.zeros(2 * part);

        assertThat(sink.finish()).hasSize(2);
        assertThat(lengths).containsExactly(part, part);
    }

    @Test
    void tooFewOrTooManyTableBytesAreAFault() {
        PartTableSink sink = new PartTableSink(store(), UPLOAD, parts(10, 10));
        sink.write(new byte[19]);

        assertThatThrownBy(sink::finish).isInstanceOf(InternalException.class).hasMessageContaining("19 bytes");
        assertThatThrownBy(() -> sink.write(new byte[2]))
                .isInstanceOf(InternalException.class)
                .hasMessageContaining("more than");
    }

    @Test
    void aSmallFrontIsHeldInMemoryUpToItsCap() throws IOException {
        BufferTableSink sink = new BufferTableSink(300_000);
        byte[] written = writeAtRandom(sink, 300_000, new Random(6));

        assertThatThrownBy(() -> sink.zeros(1)).isInstanceOf(InternalException.class);
        assertThat(sink.take().stream().readAllBytes()).isEqualTo(written);
    }

    private static byte[] writeAtRandom(TableSink sink, int length, Random random) {
        byte[] all = new byte[length];
        int position = 0;
        while (position < length) {
            int count = Math.min(length - position, random.nextInt(90_000));
            if (random.nextBoolean()) {
                sink.zeros(count);
            } else {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                sink.write(bytes);
                System.arraycopy(bytes, 0, all, position, count);
            }
            position += count;
            assertThat(sink.position()).isEqualTo(position);
        }
        return all;
    }

    private static List<PlannedPart> parts(long... lengths) {
        List<PlannedPart> parts = new ArrayList<>();
        long offset = 0;
        for (long length : lengths) {
            parts.add(new PlannedPart(parts.size() + 1, length, new PartContent.Front(offset)));
            offset += length;
        }
        return parts;
    }

    private ObjectStore store() {
        return store((number, content) -> {
            try {
                uploaded.add(content.stream().readAllBytes());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private byte[] joined() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        uploaded.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private interface PartListener {
        void uploaded(int number, Content content);
    }

    /** A store that only takes parts. */
    private static ObjectStore store(PartListener listener) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("uploadPart");
                    int number = (int) arguments[1];
                    Content content = (Content) arguments[2];
                    listener.uploaded(number, content);
                    return new PartReceipt(number, content.lengthBytes(), "e" + number);
                });
    }
}
