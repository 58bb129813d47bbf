package io.vmloom.cli.command;

import io.vmloom.error.RequestException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Options of the form {@code KEY=VALUE}. */
final class KeyValues {
    private KeyValues() {}

    /** @param option under which they were given, for the complaint */
    static Map<String, String> of(String option, Collection<String> words) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : words) {
            if (word.isEmpty()) {
                continue;
            }
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new RequestException("option " + option + " needs KEY=VALUE, got: '" + word
                        + "'; write for instance " + option + " compress=on");
            }
            String key = word.substring(0, equals);
            if (values.put(key, word.substring(equals + 1)) != null) {
                throw new RequestException("option " + option + " gives '" + key + "' twice; give it once");
            }
        }
        return values;
    }
}
