package io.vmloom.machine;

/**
 * One thing that a configuration says.
 *
 * @param path key or path of elements
 * @param line from 1, or 0 where there is none
 * @param value as it stands there, shortened; empty for secrets and for elements without a text
 */
public record Setting(String path, int line, String value) {
    private static final int SHOWN_CHARACTERS = 200;

    public Setting {
        path = printable(path);
        value = printable(value);
    }

    /** For what a machine says, which has no line. */
    public static Setting of(String path, Object value) {
        return new Setting(path, 0, value.toString());
    }

    private static String printable(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "…";
    }

    @Override
    public String toString() {
        return (line > 0 ? "line " + line + ": " : "") + path + (value.isEmpty() ? "" : " = " + value);
    }
}
