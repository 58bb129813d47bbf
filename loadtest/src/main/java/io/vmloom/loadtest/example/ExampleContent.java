package io.vmloom.loadtest.example;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The files of one example disk: text that compresses, a pattern that hardly does, zeros that are stored as data, a
 * directory in a directory.
 *
 * @param diskName name of the disk
 * @param purpose one sentence about the disk
 * @param size how much of each there is
 * @param seed decides the numbers in the ledger and the pattern
 */
public record ExampleContent(String diskName, String purpose, Size size, long seed) {
    private static final String POEM = """
            THE LOOM

            Ten thousand sectors, row on row,
            and most of them were never wrought:
            the weaver lets the blank ones go
            and keeps the few that hold a thought.

            One hand may card, one hand may spin,
            a third may dye the thread it drew,
            and none need know where they begin,
            so long as each one's length is true.

            For when the last has laid its strand
            the selvage closes, edge to edge,
            and what was cloth in one man's hand
            is cloth in ours: we count, and pledge.
            """;

    private static final List<String> GOODS =
            List.of("linen", "wool", "cotton", "flax", "hemp", "silk", "jute", "ramie");

    /**
     * Amounts of content.
     *
     * @param ledgerLines lines of the long text, 65 bytes each
     * @param patternBytes bytes of the pattern, half of it a ramp and half of it pseudo-random
     * @param zeroBytes bytes of a file of zeros
     */
    public record Size(int ledgerLines, int patternBytes, int zeroBytes) {}

    /** The volume's label, made from the disk's name. */
    public ShortName label() {
        return new ShortName(diskName.toUpperCase(Locale.ROOT));
    }

    /** The files of the root directory, in order. */
    public List<FatNode> files() {
        return List.of(
                text("README.TXT", "This is " + diskName + ", an example disk of vmloom.\n" + purpose + "\n"),
                text("POEM.TXT", POEM),
                new FatNode.Directory(
                        new ShortName("ETC"),
                        List.of(
                                text("HOSTNAME", diskName + "\n"),
                                new FatNode.Directory(
                                        new ShortName("CONF.D"),
                                        List.of(
                                                text("LOOM.CFG", "name = " + diskName + "\nseed = " + seed + "\n"),
                                                text("EMPTY.CFG", ""))))),
                text("LEDGER.TXT", ledger()),
                new FatNode.File(new ShortName("PATTERN.BIN"), pattern()),
                new FatNode.File(new ShortName("ZEROS.BIN"), new byte[size.zeroBytes()]));
    }

    /** A file of numbered lines, so that no two clusters are alike. */
    private String ledger() {
        Random random = random();
        StringBuilder lines = new StringBuilder();
        for (int line = 1; line <= size.ledgerLines(); line++) {
            String goods = GOODS.get(random.nextInt(GOODS.size()));
            lines.append(String.format(
                    Locale.ROOT,
                    "%06d  %-16.16s  %-8s %8d ells %9d pence\n",
                    line,
                    diskName,
                    goods,
                    random.nextInt(100_000),
                    random.nextInt(1_000_000)));
        }
        return lines.toString();
    }

    private byte[] pattern() {
        byte[] pattern = new byte[size.patternBytes()];
        random().nextBytes(pattern);
        for (int at = 0; at < pattern.length / 2; at++) {
            pattern[at] = (byte) (at + at / 256);
        }
        return pattern;
    }

    /** {@link Random}, because its sequence is part of its specification and so the same in every JDK. */
    private Random random() {
        return new Random(seed);
    }

    private static FatNode text(String name, String text) {
        return new FatNode.File(new ShortName(name), text.getBytes(StandardCharsets.US_ASCII));
    }
}
