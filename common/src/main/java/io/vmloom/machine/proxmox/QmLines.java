package io.vmloom.machine.proxmox;

import java.util.TreeMap;

/** A configuration while it is written: a description, and keys in the order of their names as Proxmox keeps them. */
final class QmLines {
    private final StringBuilder description = new StringBuilder();
    private final TreeMap<String, String> values = new TreeMap<>();

    /** A line of the description; percent signs begin escapes there. */
    void describe(String line) {
        description
                .append('#')
                .append(line.replace("%", "%25").replaceAll("\\p{Cntrl}", " "))
                .append('\n');
    }

    QmLines set(String key, Object value) {
        values.put(key, value.toString());
        return this;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    String text() {
        StringBuilder text = new StringBuilder(description);
        values.forEach(
                (key, value) -> text.append(key).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
