package io.vmloom.loadtest.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BootSectorTest {
    private static final Pattern LINE =
            Pattern.compile("([0-9A-F ]+?) +; ([0-9A-F]{2}) (?:(\\w+):)? *(\\w+)(?: +(\\w+))?.*");

    @Test
    void theOffsetsOfTheListingAreThoseOfTheCode() {
        int offset = 0;
        for (Matcher line : listing().values()) {
            assertThat(Integer.parseInt(line.group(2), 16)).as(line.group()).isEqualTo(offset);
            offset += machineCode(line).length;
        }
        assertThat(offset).as("end of the code").isLessThanOrEqualTo(BootSector.messageAddress() - 0x7C00);
    }

    @Test
    void everyJumpLandsOnTheLabelItNames() {
        Map<Integer, Matcher> listing = listing();
        Map<String, Integer> labels = new LinkedHashMap<>();
        listing.forEach((offset, line) -> labels.put(String.valueOf(line.group(3)), offset));
        int jumps = 0;
        for (Map.Entry<Integer, Matcher> line : listing.entrySet()) {
            if (line.getValue().group(4).startsWith("j")) {
                int target = line.getKey() + 2 + machineCode(line.getValue())[1];
                assertThat(labels)
                        .as(line.getValue().group())
                        .containsEntry(line.getValue().group(5), target);
                jumps++;
            }
        }
        assertThat(jumps).isEqualTo(4);
    }

    @Test
    void theMessageStandsWhereTheCodeLooksForIt() {
        byte[] area = BootSector.printing("hello").codeArea();

        int loadSi = 0x2C;
        int address = Byte.toUnsignedInt(area[loadSi + 1]) | Byte.toUnsignedInt(area[loadSi + 2]) << 8;
        assertThat(address).isEqualTo(BootSector.messageAddress());
        assertThat(new String(area, address - 0x7C00, 8, StandardCharsets.US_ASCII))
                .isEqualTo("hello\r\n\0");
        assertThat(area).hasSize(BootSector.CODE_AREA_BYTES);
    }

    @Test
    void aLineThatDoesNotFitIsRefusedAndTheLongestFits() {
        assertThat(BootSector.printing("x".repeat(357)).codeArea()[BootSector.CODE_AREA_BYTES - 1])
                .isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BootSector.printing("x".repeat(358)))
                .withMessageContaining("1..357 characters, not 358");
    }

    @Test
    void aLineWithControlCharactersIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> BootSector.printing("two\nlines"));
        assertThatIllegalArgumentException().isThrownBy(() -> BootSector.printing(""));
    }

    private static Map<Integer, Matcher> listing() {
        Map<Integer, Matcher> lines = new LinkedHashMap<>();
        BootSector.LISTING.lines().forEach(text -> {
            Matcher line = LINE.matcher(text);
            assertThat(line.matches()).as(text).isTrue();
            lines.put(Integer.parseInt(line.group(2), 16), line);
        });
        return lines;
    }

    private static byte[] machineCode(Matcher line) {
        return HexFormat.of().parseHex(line.group(1).replace(" ", ""));
    }
}
