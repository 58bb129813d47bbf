package io.vmloom.format.vhdx;

import static io.vmloom.format.vhdx.VhdxFixture.DATA;
import static io.vmloom.format.vhdx.VhdxFixture.MIB;
import static io.vmloom.format.vhdx.VhdxFixture.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmloom.error.ErrorCode;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.Seeded;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A log in use is replayed in memory, as the specification says, or the image is refused. */
class VhdxLogTest {
    private static final int LOG = MIB;

    /** Where block 0 is once the first, second … table is in force: nowhere, or at 4 MiB. */
    private static final long PRESENT = 4L << 20 | 6;

    @Test
    void aDataSectorReplacesAPieceOfTheTable() {
        assertThat(blockZeroHasData(log(0, entry(1, 0).data(TABLE, table(PRESENT)))))
                .isTrue();
    }

    @Test
    void aZeroDescriptorClearsTheTable() {
        DiskImage image = open(log(0, entry(1, 0).zero(TABLE, 4096)));

        assertThat(Materializer.bytes(image)).containsOnly(0);
        assertThat(image.details()).containsEntry("log", "replayed in memory");
    }

    @Test
    void ofTwoEntriesTheLaterWins() {
        LogEntryBuilder first = entry(5, 0).data(TABLE, table(PRESENT));
        LogEntryBuilder second = entry(6, 0).zero(TABLE, 4096);

        assertThat(Materializer.bytes(open(log(0, first, second)))).containsOnly(0);
        assertThat(blockZeroHasData(
                        log(0, entry(5, 0).zero(TABLE, 8192), entry(6, 0).data(TABLE, table(PRESENT)))))
                .isTrue();
    }

    @Test
    void whatIsInFrontOfTheTailIsNotReplayed() {
        LogEntryBuilder first = entry(5, 0).zero(TABLE, 4096);
        LogEntryBuilder second = entry(6, 4096).zero(TABLE + 4096, 4096);

        assertThat(Materializer.bytes(open(log(0, first, second)))).isEqualTo(guest());
    }

    @Test
    void anEntryMayWrapAroundTheEndOfTheLog() {
        assertThat(blockZeroHasData(log(MIB - 4096, entry(9, MIB - 4096).data(TABLE, table(PRESENT)))))
                .isTrue();
    }

    @Test
    void theSequenceWithTheHighestNumberIsActive() {
        VhdxFixture fixture = log(0, entry(7, 0).data(TABLE, table(PRESENT)));
        fixture.put(LOG + 65536, entry(3, 65536).zero(TABLE, 4096).build());
        assertThat(blockZeroHasData(fixture)).isTrue();

        fixture.put(LOG + 65536, entry(20, 65536).zero(TABLE, 4096).build());
        assertThat(Materializer.bytes(open(fixture))).containsOnly(0);
    }

    @Test
    void aSequenceEndsAtAnEntryThatIsDamaged() {
        LogEntryBuilder first = entry(5, 0).data(TABLE, table(PRESENT));
        byte[] damaged = entry(6, 0).zero(TABLE, 4096).build();
        damaged[70] ^= 1;

        assertThat(blockZeroHasData(log(0, first).put(LOG + 8192, damaged))).isTrue();
    }

    @Test
    void aLogWithoutAValidSequenceIsRefused() {
        for (VhdxFixture fixture : new VhdxFixture[] {
            new VhdxFixture().withLog(),
            log(0, entry(1, 4096).zero(TABLE, 4096)),
            log(0, entry(0, 0).zero(TABLE, 4096)),
            log(0, entry(1, 0).zero(TABLE + 1, 4096)),
            log(0, entry(1, 0).zero(TABLE, 100)),
            log(0, entry(1, 0).zero(TABLE, -4096)),
            log(0, entry(1, 0).zero(1L << 62, 4096)),
            log(0, entry(1, 0).zero(TABLE, 4096)).u32(LOG + 8, 0),
            log(0, entry(1, 0).zero(TABLE, 4096)).u32(LOG + 8, -1),
            log(0, entry(1, 0).zero(TABLE, 4096)).u32(LOG + 24, -1)
        }) {
            assertRefused(fixture, ErrorCode.IMAGE_INVALID, "holds no valid sequence");
        }
    }

    @Test
    void aFileShorterThanItsLogSaysIsRefused() {
        assertRefused(
                log(0, entry(1, 0).zero(TABLE, 4096).ends(6 * MIB, 6 * MIB)),
                ErrorCode.IMAGE_INVALID,
                "must have at least 0x600000 bytes");
    }

    @Test
    void whatTheLogAppendsToTheFileIsZero() {
        byte[] table = table(5L << 20 | 6);
        DiskImage image = open(log(0, entry(1, 0).data(TABLE, table).ends(5 * MIB, 7 * MIB)));

        assertThat(Materializer.bytes(image)).isEqualTo(guest());
    }

    @Test
    void aChangeOfTheDisksOwnDataIsNotReplayed() {
        DiskImage image = open(log(0, entry(1, 0).zero(DATA + 8192, 4096)));

        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> Materializer.bytes(image))
                .withMessageContaining("changes the disk's own data at offset 0x400000")
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.IMAGE_UNSUPPORTED));
    }

    @Test
    void aLogTooLongToReplayIsRefusedByName() {
        VhdxFixture fixture = new VhdxFixture().cutTo(40 * MIB).u32(VhdxFixture.HEADER + 68, 9 * MIB);

        assertRefused(fixture.withLog(), ErrorCode.IMAGE_UNSUPPORTED, "log of 9437184 bytes was not replayed");
    }

    /** Against an array of sectors, on which changes are made one after the other. */
    @Seeded(300)
    void changesOverlayOneAnotherInOrder(SplittableRandom random) {
        byte[] expected = new byte[40 * 4096];
        random.nextBytes(expected);
        byte[] bytes = expected.clone();
        Overlay overlay = new Overlay();
        for (int i = random.nextInt(20); i > 0; i--) {
            int at = random.nextInt(40) * 4096;
            if (random.nextBoolean()) {
                byte[] sector = new byte[4096];
                random.nextBytes(sector);
                overlay.data(at, ByteBuffer.wrap(sector));
                System.arraycopy(sector, 0, expected, at, 4096);
            } else {
                int length = Math.min(random.nextInt(1, 12) * 4096, expected.length - at);
                overlay.zero(at, length);
                Arrays.fill(expected, at, at + length, (byte) 0);
            }
            assertThat(overlay.touches(at + 5, 1)).isTrue();
        }
        int from = random.nextInt(bytes.length);
        byte[] part = Arrays.copyOfRange(bytes, from, bytes.length);

        overlay.apply(0, bytes);
        overlay.apply(from, part);

        assertThat(bytes).isEqualTo(expected);
        assertThat(part).isEqualTo(Arrays.copyOfRange(expected, from, expected.length));
    }

    private static boolean blockZeroHasData(VhdxFixture fixture) {
        byte[] guest = Materializer.bytes(open(fixture));
        assertThat(Arrays.copyOf(guest, MIB)).isEqualTo(VhdxFixture.disk().read(MIB, MIB));
        return true;
    }

    private static byte[] guest() {
        return VhdxFixture.disk().read(0, (int) VhdxFixture.DISK_BYTES);
    }

    private static void assertRefused(VhdxFixture fixture, ErrorCode code, String message) {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> open(fixture))
                .withMessageContaining(message)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private static DiskImage open(VhdxFixture fixture) {
        return new VhdxReader().open(fixture.source(), OpenOptions.DEFAULT);
    }

    private static LogEntryBuilder entry(long sequence, int tail) {
        return new LogEntryBuilder(sequence, tail);
    }

    /** The fixture's table with another first entry. */
    private static byte[] table(long first) {
        byte[] sector = new VhdxFixture().sector(TABLE);
        ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN).putLong(0, first);
        return sector;
    }

    /** The fixture with these entries, one after the other, from here on in its log. */
    private static VhdxFixture log(int at, LogEntryBuilder... entries) {
        VhdxFixture fixture = new VhdxFixture().withLog();
        int next = at;
        for (LogEntryBuilder builder : entries) {
            byte[] entry = builder.build();
            for (int i = 0; i < entry.length; i++) {
                fixture.u8(LOG + (next + i) % MIB, entry[i]);
            }
            next = (next + entry.length) % MIB;
        }
        return fixture;
    }
}
