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
    private final String name;
    private final int line;
    private final Map<String, String> attributes;
    private final String text;
    private final List<ConfigNode> children;
    private final Set<String> readAttributes = new HashSet<>();
    private boolean visited;
    private boolean textRead;
    private boolean settled;

    ConfigNode(String name, int line, Map<String, String> attributes, String text, List<ConfigNode> children) {
        this.name = name;
        this.line = line;
        this.attributes = attributes;
        this.text = text;
        this.children = List.copyOf(children);
    }

    public String name() {
        return name;
    }

    /** The attribute's value. */
    public Optional<String> attribute(String wanted) {
        visited = true;
        readAttributes.add(wanted);
        return Optional.ofNullable(attributes.get(wanted));
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
                .filter(child -> child.name.equals(wanted))
                .findFirst()
                .map(ConfigNode::visit);
    }

    /** All children of this name. */
    public List<ConfigNode> children(String wanted) {
        visited = true;
        return children.stream()
                .filter(child -> child.name.equals(wanted))
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
        children.stream().filter(child -> wanted.contains(child.name)).forEach(ConfigNode::settle);
    }

    /** The element as a setting, for a note. */
    public Setting setting(String parentPath) {
        return new Setting(join(parentPath, name), line, summary());
    }

    /** A setting that the element tells of in its attributes. */
    public Setting setting(String parentPath, String key, String value) {
        return new Setting(join(parentPath, name) + "[" + key + "]", line, value);
    }

    /** The same without its values, which may be secrets. */
    public Setting settingWithoutValue(String parentPath) {
        return new Setting(join(parentPath, name), line, "");
    }

    /**
     * Notes everything below this element that was not read.
     *
     * @param idle attributes that mean nothing wherever they stand
     */
    public void noteUnread(String parentPath, Notebook notes, Set<String> idle) {
        if (settled) {
            return;
        }
        if (!visited) {
            notes.unknown(setting(parentPath));
            return;
        }
        String path = join(parentPath, name);
        attributes.forEach((key, value) -> {
            if (!readAttributes.contains(key) && !idle.contains(key)) {
                notes.unknown(new Setting(path + "/@" + key, line, value));
            }
        });
        if (!textRead && !text.isEmpty()) {
            notes.unknown(new Setting(path, line, text));
        }
        children.forEach(child -> child.noteUnread(path, notes, idle));
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

    private static String join(String parentPath, String name) {
        return parentPath.isEmpty() ? name : parentPath + "/" + name;
    }
}
