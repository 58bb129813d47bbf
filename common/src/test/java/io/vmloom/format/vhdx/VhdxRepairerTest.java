package io.vmloom.format.vhdx;

import static io.vmloom.format.vhdx.VhdxFixture.MIB;
import static io.vmloom.format.vhdx.VhdxFixture.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.check.CheckReport;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import io.vmloom.testing.Materializer;
import io.vmloom.testing.PatchedBytes;
import io.vmloom.testing.Peers;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A disk that was not closed properly, or has lost one of two structures, is as it would be had it been closed. */
class VhdxRepairerTest {
    /** Block 0 is at 4 MiB too, block 1 as it was. */
    private static final long PRESENT = 4L << 20 | 6;

    @TempDir
    private Path folder;

    static Stream<VhdxFixture> damaged() {
        return Stream.of(
                log(new LogEntryBuilder(1, 0).zero(TABLE, 4096)),
                log(new LogEntryBuilder(1, 0)
                        .data(TABLE, table(0, 6L << 20 | 6))
                        .ends(5 * MIB, 7 * MIB)),
                log(
                        new LogEntryBuilder(5, 0).zero(TABLE, 8192),
                        new LogEntryBuilder(6, 0).data(TABLE, table(PRESENT, 0))),
                new VhdxFixture().u8((64 << 10) + 20, 1),
                new VhdxFixture().u8(VhdxFixture.HEADER + 20, 1),
                new VhdxFixture().u8(Regions.FIRST_AT + 8, 77),
                new VhdxFixture().u8(Regions.SECOND_AT + 8, 77));
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void theCopyIsInOrderAndHoldsTheSameDisk(VhdxFixture fixture) throws IOException {
        assertThat(check(fixture.source()).clean()).isFalse();
        PatchedBytes copy = new PatchedBytes(bytes(fixture.source()));

        List<String> changes = new VhdxRepairer().repair(fixture.source(), copy);

        assertThat(changes).isNotEmpty();
        assertThat(check(copy.source("disk.vhdx")))
                .satisfies(report ->
                        assertThat(report.clean()).as(report.first().toString()).isTrue());
        DiskImage repaired = open(copy.source("disk.vhdx"));
        assertThat(Materializer.bytes(repaired)).isEqualTo(Materializer.bytes(open(fixture.source())));
        assertThat(repaired.details()).containsEntry("log", "empty");
        Path file = Files.write(folder.resolve("disk.vhdx"), copy.bytes());
        Peers.run("qemu-img", "check", "-f", "vhdx", file);
        Path raw = folder.resolve("disk.raw");
        Peers.run("qemu-img", "convert", "-f", "vhdx", "-O", "raw", file, raw);
        assertThat(raw).hasBinaryContent(Materializer.bytes(repaired));
    }

    private static CheckReport check(TestSource source) {
        return Detector.check(source, "vhdx");
    }

    private static DiskImage open(TestSource source) {
        return new VhdxReader().open(source, OpenOptions.DEFAULT);
    }

    private static byte[] bytes(TestSource source) {
        byte[] bytes = new byte[(int) source.sizeBytes()];
        source.read(0, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** The fixture's table with other first entries. */
    private static byte[] table(long first, long second) {
        byte[] sector = new VhdxFixture().sector(TABLE);
        ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN).putLong(0, first).putLong(8, second);
        return sector;
    }

    private static VhdxFixture log(LogEntryBuilder... entries) {
        VhdxFixture fixture = new VhdxFixture().withLog();
        int next = MIB;
        for (LogEntryBuilder builder : entries) {
            byte[] entry = builder.build();
            fixture.put(next, entry);
            next += entry.length;
        }
        return fixture;
    }
}
