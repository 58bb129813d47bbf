package io.vmloom.diagnosis;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Looks at one point after the other and keeps what was found. Not thread-safe. */
public final class Examination {
    /** @param subject what was looked at */
    public record Point(String subject, Diagnosis diagnosis) {}

    private final List<Point> points = new ArrayList<>();

    /**
     * @param rights that the step needs, said when access is denied
     * @param step throws {@link ConversionException} when it does not work at all
     * @return whether what needs this point can be looked at
     */
    public boolean point(String subject, String rights, Supplier<Diagnosis> step) {
        Diagnosis diagnosis = diagnosis(step, rights);
        points.add(new Point(subject, diagnosis));
        return diagnosis.verdict() != Verdict.WRONG;
    }

    private static Diagnosis diagnosis(Supplier<Diagnosis> step, String rights) {
        try {
            return step.get();
        } catch (ConversionException e) {
            String text = String.valueOf(e.getMessage());
            return e.code() == ErrorCode.ACCESS_DENIED
                    ? Diagnosis.wrong(text, "needed are " + rights)
                    : new Diagnosis(Verdict.WRONG, text);
        }
    }

    public List<Point> points() {
        return List.copyOf(points);
    }

    /** The worst of all. */
    public Verdict verdict() {
        return points.stream()
                .map(point -> point.diagnosis().verdict())
                .reduce(Verdict.GOOD, (one, other) -> one.compareTo(other) < 0 ? other : one);
    }
}
