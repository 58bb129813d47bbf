package io.vmloom.fuzz;

/** What Jazzer calls. The system property {@code vmloom.fuzz.format} names the {@link Subject}. */
public final class FuzzTarget {
    private static final Subject SUBJECT = Subject.named(System.getProperty("vmloom.fuzz.format", "auto"));

    private FuzzTarget() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Examination.of(SUBJECT, input);
    }
}
