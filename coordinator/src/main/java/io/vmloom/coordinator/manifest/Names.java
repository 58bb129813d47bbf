package io.vmloom.coordinator.manifest;

import io.vmloom.error.RequestException;
import java.util.regex.Pattern;

/** What batches and items may be called. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private Names() {}

    static boolean serves(String text) {
        return NAME.matcher(text).matches();
    }

    static String checked(String text) {
        if (!serves(text)) {
            throw new RequestException(
                    "must be letters, digits, dots, dashes and underscores, 100 at most, got: '" + text + "'");
        }
        return text;
    }
}
