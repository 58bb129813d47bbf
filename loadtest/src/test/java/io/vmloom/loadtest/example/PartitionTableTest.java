package io.vmloom.loadtest.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PartitionTableTest {
    @Test
    void theBootablePartitionIsTheFirstOfFourEntries() {
        byte[] disk = new byte[1024];

        new PartitionTable(0x11223344, 0x0E, 2048, 129024).writeTo(disk);

        String tail = HexFormat.of().formatHex(disk, 0x1B8, 512);
        assertThat(tail)
                .isEqualTo("44332211" + "0000"
                        + "80" + "202100" + "0e" + "282008" + "00080000" + "00f80100"
                        + "00".repeat(48) + "55aa");
    }

    @Test
    void theCodeAreaAndTheNextSectorAreLeftAlone() {
        byte[] disk = new byte[1024];
        Arrays.fill(disk, (byte) 7);

        new PartitionTable(1, 1, 8, 100).writeTo(disk);

        assertThat(Arrays.copyOf(disk, 0x1B8)).containsOnly(7);
        assertThat(Arrays.copyOfRange(disk, 512, 1024)).containsOnly(7);
    }

    @Test
    void anAddressPastTheCylindersIsWrittenAsTheLargest() {
        byte[] disk = new byte[512];

        new PartitionTable(1, 0x0E, 63, 20_000_000).writeTo(disk);

        assertThat(HexFormat.of().formatHex(disk, 0x1C3, 0x1C6)).isEqualTo("feffff");
    }

    @Test
    void aPartitionOverThePartitionTableIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PartitionTable(1, 1, 0, 8))
                .withMessage("partition must start after sector 0, not at 0");
    }
}
