package io.vmloom.format.dmg;

import io.vmloom.codec.Codec;
import java.util.Arrays;
import java.util.Optional;

/** What a chunk of the disk is. */
enum ChunkKind {
    ZERO(0, "zero"),
    PLAIN(1, "plain"),
    /** Free space of a file system, or none at all. */
    IGNORED(2, "unused"),
    ADC(0x8000_0004, "ADC"),
    ZLIB(0x8000_0005, "zlib"),
    BZIP2(0x8000_0006, "bzip2"),
    LZFSE(0x8000_0007, "LZFSE"),
    LZMA(0x8000_0008, "LZMA"),
    COMMENT(0x7fff_fffe, "comment"),
    END(0xffff_ffff, "end");

    private final int number;
    private final String title;

    ChunkKind(int number, String title) {
        this.number = number;
        this.title = title;
    }

    static Optional<ChunkKind> of(int number) {
        return Arrays.stream(values()).filter(kind -> kind.number == number).findFirst();
    }

    String title() {
        return title;
    }

    /** Whether it stands for sectors at all. */
    boolean isOfTheDisk() {
        return this != COMMENT && this != END;
    }

    /** What it is compressed with. */
    Optional<Codec> codec() {
        return switch (this) {
            case ADC -> Optional.of(Codec.ADC);
            case ZLIB -> Optional.of(Codec.ZLIB);
            case BZIP2 -> Optional.of(Codec.BZIP2);
            case LZFSE -> Optional.of(Codec.LZFSE);
            case LZMA -> Optional.of(Codec.XZ);
            case ZERO, PLAIN, IGNORED, COMMENT, END -> Optional.empty();
        };
    }
}
