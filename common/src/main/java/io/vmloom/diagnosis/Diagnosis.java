package io.vmloom.diagnosis;

/**
 * What was found at one point.
 *
 * @param text with what to do, where it is not good
 */
public record Diagnosis(Verdict verdict, String text) {
    public static Diagnosis good(String text) {
        return new Diagnosis(Verdict.GOOD, text);
    }

    public static Diagnosis doubtful(String text, String advice) {
        return new Diagnosis(Verdict.DOUBTFUL, text + "; " + advice);
    }

    public static Diagnosis wrong(String text, String advice) {
        return new Diagnosis(Verdict.WRONG, text + "; " + advice);
    }

    /** Good, or wrong for this reason. */
    public static Diagnosis of(boolean asItShouldBe, String good, String wrong, String advice) {
        return asItShouldBe ? good(good) : wrong(wrong, advice);
    }
}
