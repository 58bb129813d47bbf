package io.vmloom.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A property that must hold for everything a generator makes: the test runs once per seed and takes a
 * {@link java.util.SplittableRandom}. A failure is reported under its seed; {@code -Dvmloom.seed=N} runs that seed
 * alone, {@code -Dvmloom.seeds=N} the first N seeds of every property.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(Seeds.class)
public @interface Seeded {
    /** How many seeds. */
    int value();
}
