package io.vmloom.machine;

/**
 * A note in words that are kept and sent.
 *
 * @param step when it was made: {@code read}, {@code rule} or {@code write}
 * @param kind as in {@link Note#kind}
 * @param line of the source; 0 when it is about no line
 */
public record ToldNote(String step, String kind, String setting, int line, String value, String explanation) {
    public static ToldNote of(String step, Note note) {
        return new ToldNote(
                step,
                note.kind(),
                note.setting().path(),
                note.setting().line(),
                note.setting().value(),
                note.explanation());
    }

    /** The same with an ellipsis in place of what is longer; what stands in the source is short already. */
    public ToldNote cutTo(int characters) {
        return new ToldNote(step, kind, setting, line, value, cut(explanation, characters));
    }

    /** Half of a pair of surrogates would be no text. */
    private static String cut(String text, int characters) {
        if (text.length() <= characters) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(characters - 1)) ? characters - 1 : characters;
        return text.substring(0, end) + "…";
    }

    /** As a {@link Note} is printed. */
    @Override
    public String toString() {
        return new Setting(setting, line, value) + ": " + explanation;
    }
}
