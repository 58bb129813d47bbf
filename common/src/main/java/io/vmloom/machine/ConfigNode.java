package io.vmloom.machine;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An element that remembers what was read of it, so that the rest can be noted. Names are without prefixes: programs choose
 * those as they like. Not thread-safe.
 */
public final class ConfigNode {
    private final Place place;
    private final Map<String, String> attributes;
    private final String text;
    private final List<ConfigNode> children;
    private final Set<String> readAttributes = new HashSet<>();
    private boolean visited;
    private boolean textRead;
    private boolean settled;

    /**
     * Where an element stands.
     *
     * @param number among its siblings of this name, from 1; 0 for the only one
     */
    record Place(Optional<Place> parent, String name, int number, int line) {
        String path() {
            return unnumbered() + (number == 0 ? "" : "[" + number + "]");
        }

        String unnumbered() {
            return parent.map(one -> one.path() + "/" + name).orElse(name);
        }
    }

    ConfigNode(Place place, Map<String, String> attributes, String text, List<ConfigNode> children) {
        this.place = place;
        this.attributes = attributes;
        this.text = text;
        this.children = List.copyOf(children);
    }

    public String name() {
        return place.name();
    }

    /** The attribute's value; empty as well when the value is. */
    public Optional<String> attribute(String wanted) {
        visited = true;
        readAttributes.add(wanted);
        return Optional.ofNullable(attributes.get(wanted)).filter(value -> !value.isEmpty());
    }

    /** An attribute's value, or an empty text. */
    public String value(String wanted) {
        return attribute(wanted).orElse("");
    }

    /** The attribute of the first child of this name, or an empty text. */
    public String value(String child, String wanted) {
        return child(child).map(one -> one.value(wanted)).orElse("");
    }

    /** What stands in it and not in its children, without spaces around it. */
    public String text() {
        visited = true;
        textRead = true;
        return text;
    }

    /** The first child of this name; a second one remains to be noted. */
    public Optional<ConfigNode> child(String wanted) {
        visited = true;
        return children.stream()
                .filter(child -> child.name().equals(wanted))
                .findFirst()
                .map(ConfigNode::visit);
    }

    /** All children of this name. */
    public List<ConfigNode> children(String wanted) {
        visited = true;
        return children.stream()
                .filter(child -> child.name().equals(wanted))
                .map(ConfigNode::visit)
                .toList();
    }

    /** All children, none of them read by this. */
    public List<ConfigNode> children() {
        return children;
    }

    /** The text of the first child of this name; empty when there is none. */
    public String textOf(String wanted) {
        return child(wanted).map(ConfigNode::text).orElse("");
    }

    /** Says that all of it was read, or means nothing to anybody: captions, numbers that only refer. */
    public ConfigNode settle() {
        visited = true;
        settled = true;
        return this;
    }

    /** The same of children of these names. */
    public void settle(String... names) {
        Set<String> wanted = Set.of(names);
        children.stream().filter(child -> wanted.contains(child.name())).forEach(ConfigNode::settle);
    }

    /** Nobody needs it nor what is in it, and this is why. */
    public void leave(Notebook notes, String why) {
        settle();
        notes.ofTheSource(setting(), why);
    }

    /** The element as a setting, with its text or all its attributes for a value. */
    public Setting setting() {
        return new Setting(place.path(), place.line(), summary());
    }

    /** One of its attributes as a setting. */
    public Setting setting(String attribute) {
        return new Setting(place.path() + "/@" + attribute, place.line(), attributes.getOrDefault(attribute, ""));
    }

    /** A setting that is called by a key of its own, and not by its number among others. */
    public Setting setting(String key, String value) {
        return new Setting(place.unnumbered() + "[" + key + "]", place.line(), value);
    }

    /** The element without its values, which may be secrets. */
    public Setting settingWithoutValue() {
        return new Setting(place.path(), place.line(), "");
    }

    /** The same of an attribute. */
    public Setting settingWithoutValue(String attribute) {
        return new Setting(place.path() + "/@" + attribute, place.line(), "");
    }

    /**
     * Notes everything below this element that was not read.
     *
     * @param idle attributes that mean nothing wherever they stand
     */
    public void noteUnread(Notebook notes, Set<String> idle) {
        if (settled) {
            return;
        }
        if (!visited) {
            notes.unknown(setting());
            return;
        }
        attributes.keySet().stream()
                .filter(key -> !readAttributes.contains(key) && !idle.contains(key))
                .forEach(key -> notes.unknown(setting(key)));
        if (!textRead && !text.isEmpty()) {
            notes.unknown(new Setting(place.path(), place.line(), text));
        }
        children.forEach(child -> child.noteUnread(notes, idle));
    }

    private ConfigNode visit() {
        visited = true;
        return this;
    }

    private String summary() {
        if (!text.isEmpty()) {
            return text;
        }
        return attributes.entrySet().stream()
                .map(one -> one.getKey() + "=" + one.getValue())
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
