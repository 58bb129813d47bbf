package io.vmloom.loadtest.bench;

/**
 * Content that repeats itself as real files do: mostly phrases that were used a moment ago, else others out of a
 * vocabulary, with bytes of no pattern between them. Not thread-safe.
 */
final class PhraseContent implements ContentSource {
    /** How many phrases are remembered: a page or so, as most repetition in files is near. */
    private static final int RECENT = 256;

    private static final int RECENT_PERCENT = 70;

    private final SeededBytes random;
    private final byte[][] vocabulary;
    private final int noisePercent;
    private final int[] recent = new int[RECENT];
    private int used;

    private PhraseContent(SeededBytes random, byte[][] vocabulary, int noisePercent) {
        this.random = random;
        this.vocabulary = vocabulary;
        this.noisePercent = noisePercent;
    }

    /** Lower-case words with spaces, as in documents and logs. */
    static PhraseContent text(SeededBytes random) {
        byte[][] words = new byte[4000][];
        for (int i = 0; i < words.length; i++) {
            byte[] word = new byte[3 + random.below(9)];
            for (int j = 0; j < word.length - 1; j++) {
                word[j] = (byte) ('a' + Math.min(random.below(26), random.below(26)));
            }
            word[word.length - 1] = (byte) (random.below(12) == 0 ? '\n' : ' ');
            words[i] = word;
        }
        return new PhraseContent(random, words, 0);
    }

    /** Short sequences with addresses and numbers between them, as in programs. */
    static PhraseContent code(SeededBytes random) {
        return new PhraseContent(random, binary(random, 3000, 6, 18), 38);
    }

    /** Records of fixed length that differ in a few fields, as in databases. */
    static PhraseContent records(SeededBytes random) {
        return new PhraseContent(random, binary(random, 64, 56, 1), 60);
    }

    @Override
    public void fill(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int position = offset;
        while (position < end) {
            position += copy(vocabulary[phrase()], bytes, position, end);
            if (noisePercent > 0 && random.below(100) < noisePercent) {
                long noise = random.nextLong();
                for (int i = 0; i < 3 && position < end; i++, noise >>>= 8) {
                    bytes[position++] = (byte) noise;
                }
            }
        }
    }

    private int phrase() {
        int chosen = random.below(100) < RECENT_PERCENT
                ? recent[random.below(RECENT)]
                : random.below(1 + random.below(vocabulary.length));
        recent[used] = chosen;
        used = (used + 1) % RECENT;
        return chosen;
    }

    private static int copy(byte[] phrase, byte[] bytes, int position, int end) {
        int count = Math.min(phrase.length, end - position);
        System.arraycopy(phrase, 0, bytes, position, count);
        return count;
    }

    private static byte[][] binary(SeededBytes random, int phrases, int shortest, int spread) {
        byte[][] made = new byte[phrases][];
        for (int i = 0; i < phrases; i++) {
            made[i] = new byte[shortest + random.below(spread)];
            random.fill(made[i], 0, made[i].length);
        }
        return made;
    }
}
