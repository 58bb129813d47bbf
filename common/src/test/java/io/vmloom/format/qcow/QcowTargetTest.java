package io.vmloom.format.qcow;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.table.TargetDesign;
import io.vmloom.testing.SparseGuest;
import io.vmloom.testing.StitchedImage;
import io.vmloom.testing.TargetRequests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of a file, without the reader. */
class QcowTargetTest {
    private static final int L1_OFFSET = 48;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"4k, 12, 9", "8k, 13, 10", "16k, 14, 11", "32k, 15, 12", "64k, 16, 11"})
    void aTableIsAClusterUnlessItWouldMapMoreThanLibqcowOpens(String size, int clusterBits, int tableBits)
            throws IOException {
        ByteBuffer file = written("cluster_size=" + size, new SparseGuest(5_000_000, 4096));

        assertThat(file.getInt(0)).isEqualTo(0x514649fb);
        assertThat(file.getInt(4)).isEqualTo(1);
        assertThat(file.getLong(24)).isEqualTo(5_000_192);
        assertThat(file.get(32)).isEqualTo((byte) clusterBits);
        assertThat(file.get(33)).isEqualTo((byte) tableBits);
        assertThat(file.getLong(40)).isEqualTo(L1_OFFSET);
        assertThat(file.capacity()).isEqualTo(1 << clusterBits);
    }

    @Test
    void aCompressedClusterIsARawStreamOfExactlyTheLengthInItsEntry() throws IOException, DataFormatException {
        SparseGuest guest = new SparseGuest(3 << 20, 64 << 10).fill(new SplittableRandom(1), 30, 3);
        ByteBuffer file = written("compress=on", guest);
        long table = file.getLong(L1_OFFSET);
        int compressed = 0;

        for (int cluster = 0; cluster < 48; cluster++) {
            long entry = file.getLong((int) table + cluster * 8);
            byte[] expected = guest.read(cluster * 65536L, 65536);
            if (entry < 0) {
                int length = (int) (entry >>> 47) & 0xffff;
                assertThat(inflated(file, (int) (entry & 0x7fff_ffff_ffffL), length))
                        .isEqualTo(expected);
                compressed++;
            } else if (entry == 0) {
                assertThat(expected).containsOnly(0);
            } else {
                assertThat(entry % 65536).isZero();
                byte[] plain = new byte[65536];
                file.get((int) entry, plain);
                assertThat(plain).isEqualTo(expected);
            }
        }
        assertThat(compressed).isGreaterThan(5);
    }

    private static byte[] inflated(ByteBuffer file, int offset, int length) throws DataFormatException {
        byte[] cluster = new byte[65536];
        try (Inflater inflater = new Inflater(true)) {
            inflater.setInput(file.slice(offset, length));
            assertThat(inflater.inflate(cluster)).isEqualTo(cluster.length);
            assertThat(inflater.finished()).isTrue();
            assertThat(inflater.getRemaining()).isZero();
        }
        return cluster;
    }

    private ByteBuffer written(String options, SparseGuest guest) throws IOException {
        Path image = folder.resolve("disk.qcow");
        TargetDesign design = new QcowTarget().design(TargetRequests.of("disk.qcow", guest.sizeBytes(), options));
        new StitchedImage(design, guest).encode(new SplittableRandom(2), 9).writeTo(image);
        return ByteBuffer.wrap(Files.readAllBytes(image));
    }
}
