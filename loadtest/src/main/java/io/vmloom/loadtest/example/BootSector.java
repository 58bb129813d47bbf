package io.vmloom.loadtest.example;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Boot code of an example disk: it sets up the first serial port (COM1, 115200 baud, 8N1), prints one line and halts.
 *
 * <p>The code occupies the first {@value #CODE_AREA_BYTES} bytes of sector 0 and leaves the disk signature, the
 * partition table and the boot signature to {@link PartitionTable}. It needs no BIOS service and no operating system,
 * so that a converted disk can be seen to boot under any PC emulator with a serial port.
 */
public final class BootSector {
    /** Bytes of sector 0 before the disk signature, in bytes. */
    public static final int CODE_AREA_BYTES = 440;

    private static final int LOAD_ADDRESS = 0x7C00;
    private static final int MESSAGE_OFFSET = 0x50;

    /**
     * Machine code (hexadecimal, what is assembled) and its assembly (after the semicolon, for the reader). The jumps
     * are relative; the one absolute address is that of the message, 0x7C00 + 0x50. Ports are those of a 16550 UART at
     * 0x3F8.
     */
    static final String LISTING = """
            FA              ; 00        cli                 no interrupts: hlt below is final
            FC              ; 01        cld
            31 C0           ; 02        xor   ax, ax
            8E D8           ; 04        mov   ds, ax
            BA F9 03        ; 06        mov   dx, 0x3F9     interrupt enable register
            EE              ; 09        out   dx, al        all off
            BA FB 03        ; 0A        mov   dx, 0x3FB     line control register
            B0 80           ; 0D        mov   al, 0x80      show the divisor latch
            EE              ; 0F        out   dx, al
            BA F8 03        ; 10        mov   dx, 0x3F8     divisor, low byte
            B0 01           ; 13        mov   al, 1         115200 baud
            EE              ; 15        out   dx, al
            42              ; 16        inc   dx            divisor, high byte
            30 C0           ; 17        xor   al, al
            EE              ; 19        out   dx, al
            BA FB 03        ; 1A        mov   dx, 0x3FB     line control register
            B0 03           ; 1D        mov   al, 3         8 data bits, no parity, 1 stop bit
            EE              ; 1F        out   dx, al
            BA FA 03        ; 20        mov   dx, 0x3FA     FIFO control register
            B0 07           ; 23        mov   al, 7         enable and clear
            EE              ; 25        out   dx, al
            BA FC 03        ; 26        mov   dx, 0x3FC     modem control register
            B0 03           ; 29        mov   al, 3         data terminal ready, request to send
            EE              ; 2B        out   dx, al
            BE 50 7C        ; 2C        mov   si, 0x7C50    the message
            AC              ; 2F next:  lodsb
            84 C0           ; 30        test  al, al        a zero ends the message
            74 12           ; 32        jz    halt
            88 C4           ; 34        mov   ah, al
            BA FD 03        ; 36        mov   dx, 0x3FD     line status register
            EC              ; 39 wait:  in    al, dx
            A8 20           ; 3A        test  al, 0x20      transmitter empty?
            74 FB           ; 3C        jz    wait
            BA F8 03        ; 3E        mov   dx, 0x3F8     transmit
            88 E0           ; 41        mov   al, ah
            EE              ; 43        out   dx, al
            EB E9           ; 44        jmp   next
            F4              ; 46 halt:  hlt
            EB FD           ; 47        jmp   halt
            """;

    private final String line;

    private BootSector(String line) {
        this.line = line;
    }

    /**
     * Makes boot code that prints the given line.
     *
     * @param line printable ASCII without line end, at most 357 characters; the code ends it with CR LF
     * @throws IllegalArgumentException if the line is empty, too long or not printable ASCII
     */
    public static BootSector printing(String line) {
        int longest = CODE_AREA_BYTES - MESSAGE_OFFSET - "\r\n\0".length();
        if (line.isEmpty() || line.length() > longest) {
            throw new IllegalArgumentException(
                    "boot line must have 1.." + longest + " characters, not " + line.length());
        }
        if (!line.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
            throw new IllegalArgumentException("boot line must be printable ASCII, not \"" + line + '"');
        }
        return new BootSector(line);
    }

    /** The line as it appears on the serial port, without its line end. */
    public String line() {
        return line;
    }

    /** A fresh copy of the code area, {@value #CODE_AREA_BYTES} bytes, padded with zeros. */
    public byte[] codeArea() {
        byte[] code = assemble();
        byte[] message = (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] area = Arrays.copyOf(code, CODE_AREA_BYTES);
        System.arraycopy(message, 0, area, MESSAGE_OFFSET, message.length);
        return area;
    }

    /** Address of the message once the BIOS has loaded the sector. */
    static int messageAddress() {
        return LOAD_ADDRESS + MESSAGE_OFFSET;
    }

    private static byte[] assemble() {
        StringBuilder hex = new StringBuilder();
        LISTING.lines().forEach(l -> hex.append(l, 0, l.indexOf(';')));
        return HexFormat.of().parseHex(hex.toString().replace(" ", ""));
    }
}
