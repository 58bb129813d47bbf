package io.vmloom.machine;

import io.vmloom.xml.XmlElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An element of a configuration that knows what of it a reader has asked for, so that nothing else is lost silently. */
public final class TrackedElement {
    private final XmlElement element;
    private final String path;
    private final Set<String> takenAttributes = new HashSet<>();
    private final IdentityHashMap<XmlElement, TrackedElement> taken = new IdentityHashMap<>();
    private final IdentityHashMap<XmlElement, String> places = new IdentityHashMap<>();
    private boolean textTaken;

    private TrackedElement(XmlElement element, String path) {
        this.element = element;
        this.path = path;
    }

    public static TrackedElement root(XmlElement element) {
        return new TrackedElement(element, element.name());
    }

    public String name() {
        return element.name();
    }

    /** An attribute that has a value. */
    public Optional<String> attribute(String name) {
        takenAttributes.add(name);
        return element.attribute(name).filter(value -> !value.isEmpty());
    }

    /** An attribute's value, or an empty text. */
    public String value(String name) {
        return attribute(name).orElse("");
    }

    /** A child that may be missing; a second one is refused. */
    public Optional<TrackedElement> child(String name) {
        return element.child(name).map(this::track);
    }

    public List<TrackedElement> children(String name) {
        return element.children(name).stream().map(this::track).toList();
    }

    /** All children that nobody has asked for. */
    public List<TrackedElement> others() {
        return List.copyOf(element.children()).stream()
                .filter(child -> !taken.containsKey(child))
                .map(this::track)
                .toList();
    }

    /** A child's attribute, or an empty text. */
    public String value(String child, String attribute) {
        return child(child).map(one -> one.value(attribute)).orElse("");
    }

    /** Its text, with line breaks and without spaces around it. */
    public String text() {
        textTaken = true;
        return element.wholeText();
    }

    /** The element as a setting, with its text or all its attributes for a value. */
    public Setting setting() {
        return new Setting(path, element.line(), element.text().isEmpty() ? attributes() : element.text());
    }

    public Setting setting(String attribute) {
        return new Setting(
                path + "/@" + attribute,
                element.line(),
                element.attribute(attribute).orElse(""));
    }

    /** The same without its value, for secrets. */
    public Setting withoutValue(String attribute) {
        return new Setting(path + "/@" + attribute, element.line(), "");
    }

    /** Nobody needs it nor what is in it, and this is why. */
    public void leave(Notebook notes, String why) {
        skip();
        notes.ofTheSource(setting(), why);
    }

    /** It and what is in it is not news. */
    public void skip() {
        textTaken = true;
        takenAttributes.addAll(element.attributes().keySet());
        element.children().forEach(child -> track(child).skip());
    }

    /** Notes all that nobody has asked for. */
    public void rest(Notebook notes) {
        if (!textTaken && !element.text().isEmpty()) {
            notes.unknown(new Setting(path, element.line(), element.text()));
        }
        element.attributes().keySet().stream()
                .filter(name -> !takenAttributes.contains(name) && !name.startsWith("xmlns"))
                .forEach(name -> notes.unknown(setting(name)));
        for (XmlElement child : element.children()) {
            TrackedElement known = taken.get(child);
            if (known != null) {
                known.rest(notes);
            } else {
                notes.unknown(track(child).setting());
            }
        }
    }

    private TrackedElement track(XmlElement child) {
        return taken.computeIfAbsent(child, one -> new TrackedElement(one, path + "/" + place(one)));
    }

    /** Its name, with its number where there are several. */
    private String place(XmlElement child) {
        if (places.isEmpty()) {
            Map<String, Integer> counts = new HashMap<>();
            element.children().forEach(one -> counts.merge(one.name(), 1, Integer::sum));
            Map<String, Integer> numbers = new HashMap<>();
            for (XmlElement one : element.children()) {
                int number = numbers.merge(one.name(), 1, Integer::sum);
                boolean single = counts.getOrDefault(one.name(), 0) == 1;
                places.put(one, single ? one.name() : one.name() + "[" + number + "]");
            }
        }
        return places.getOrDefault(child, child.name());
    }

    private String attributes() {
        List<String> words = new ArrayList<>();
        element.attributes().forEach((name, value) -> words.add(name + "=" + value));
        return String.join(" ", words);
    }
}
