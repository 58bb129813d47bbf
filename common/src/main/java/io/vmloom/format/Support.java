package io.vmloom.format;

/**
 * What people are told of a format by the table of the README and by {@code vmloom formats}.
 *
 * @param title as its makers write it
 * @param reads kinds and features
 * @param writes the same; empty when it is not written
 * @param readBackBy independent programs by which tests read what is written here; for a format that is only read, those
 *     whose opinion of the same images tests compare with
 */
public record Support(String title, String reads, String writes, String readBackBy) {
    /** Stands where no program was found that knows the format. */
    public static final String NOT_CROSS_CHECKED = "from the specification, not cross-checked";
}
