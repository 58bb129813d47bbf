package io.vmloom.loadtest.micro;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What one call of a loop does, and what it is compared with. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Measured {
    /** How much of the unit one call works on. */
    int amount();

    /** In the plural; {@link Loop#BYTES} are told in MB. */
    String unit();

    Yardstick by();
}
