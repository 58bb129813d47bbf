package io.vmloom.machine;

/** A setting that was not taken over as it was, and why. */
public record Note(Setting setting, Reason reason) {
    /** Why. */
    public sealed interface Reason {
        /** Nothing is known of it. */
        record Unknown() implements Reason {}

        /** It is understood, and there is nothing like it on the other side. */
        record NoCounterpart(String why) implements Reason {}

        /** It became something else. */
        record Changed(String into, String why) implements Reason {}

        /** It is about the source's host or program, and means nothing to another one. */
        record OfTheSource(String why) implements Reason {}

        /** It is a secret, which is never copied. */
        record Secret(String advice) implements Reason {}

        /** It can not be what it should be, so it was left out. */
        record Invalid(String why) implements Reason {}
    }

    /** One word for scripts, to whom it is a contract. */
    public String kind() {
        return switch (reason) {
            case Reason.Unknown unknown -> "unknown";
            case Reason.NoCounterpart none -> "no-counterpart";
            case Reason.Changed changed -> "changed";
            case Reason.OfTheSource ofTheSource -> "of-the-source";
            case Reason.Secret secret -> "secret";
            case Reason.Invalid invalid -> "invalid";
        };
    }

    /** What follows the setting in a sentence for people. */
    public String explanation() {
        return switch (reason) {
            case Reason.Unknown unknown -> "unknown setting, left out";
            case Reason.NoCounterpart(String why) -> "left out: " + why;
            case Reason.Changed(String into, String why) -> "became " + into + ": " + why;
            case Reason.OfTheSource(String why) -> "left behind: " + why;
            case Reason.Secret(String advice) -> "a secret, not copied: " + advice;
            case Reason.Invalid(String why) -> "left out, as it is not valid: " + why;
        };
    }

    @Override
    public String toString() {
        return setting + ": " + explanation();
    }
}
