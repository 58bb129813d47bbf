package io.vmloom.coordinator.manifest;

import io.vmloom.error.RequestException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a target is called by its source: {@code {path}} stands for the source's name behind the listing's prefix without its
 * extension, {@code {file}} for the last part of it, {@code {ext}} for the extension.
 */
record NameTemplate(String text) {
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

    NameTemplate {
        Matcher places = PLACE.matcher(text);
        boolean varies = false;
        while (places.find()) {
            String name = places.group(1);
            if (!parts("").containsKey(name)) {
                throw new RequestException("'{" + name + "}' means nothing; there are {path}, {file} and {ext}");
            }
            varies |= !name.equals("ext");
        }
        if (!varies) {
            throw new RequestException("must have {path} or {file} in it, for targets differ, got: '" + text + "'");
        }
    }

    /** @param name behind the prefix, with {@code /} between its parts */
    String of(String name) {
        Map<String, String> parts = parts(name);
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(parts.getOrDefault(place.group(1), "")));
    }

    private static Map<String, String> parts(String name) {
        int slash = name.lastIndexOf('/');
        int dot = name.lastIndexOf('.');
        boolean extended = dot > slash + 1;
        String path = extended ? name.substring(0, dot) : name;
        return Map.of("path", path, "file", path.substring(slash + 1), "ext", extended ? name.substring(dot + 1) : "");
    }
}
