package io.vmloom.machine;

import java.util.Map;
import java.util.Optional;

/** What a kind of configuration calls things; no value has two words in one table. */
public final class Words {
    private Words() {}

    /** The word for a value, if there is one. */
    public static <T> Optional<String> of(Map<String, T> words, T value) {
        return words.entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
