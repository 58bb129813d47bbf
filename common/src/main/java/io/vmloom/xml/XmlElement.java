package io.vmloom.xml;

import io.vmloom.error.ImageException;
import io.vmloom.format.PrintableText;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of a small document that is a file of its own.
 *
 * @param file that it stands in, for messages
 * @param line on which its start tag ends, from 1
 * @param name with its prefix, if it has one
 * @param attributes as they stand there, in their order; declarations of namespaces among them
 * @param text in it and not in its children, without spaces around it, fit to be printed on one line
 * @param wholeText the same with its line breaks, and not fit to be printed
 */
public record XmlElement(
        String file,
        int line,
        String name,
        Map<String, String> attributes,
        String text,
        String wholeText,
        List<XmlElement> children) {
    private static final int MAX_ELEMENTS = 100_000;

    public XmlElement {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        children = List.copyOf(children);
    }

    /**
     * Reads a document; throws {@link ImageException} for one that is not sound, too large, or declares a type.
     *
     * @param what people call it, with its article
     */
    public static XmlElement read(ByteSource source, String what, int maxBytes) {
        if (source.sizeBytes() > maxBytes) {
            throw ImageException.unsafe(
                    source.name(),
                    what + " must have at most " + maxBytes + " bytes, got: " + source.sizeBytes(),
                    "no program writes such a file");
        }
        byte[] text = new byte[(int) source.sizeBytes()];
        source.read(0, ByteBuffer.wrap(text));
        return read(source.name(), text, what);
    }

    /** The same of a document that was read already, and whose size somebody has bounded. */
    public static XmlElement read(String file, byte[] text, String what) {
        try {
            return new Builder(file, what).read(SafeXml.reader(text));
        } catch (XMLStreamException e) {
            throw ImageException.invalid(file, SafeXml.offset(e), what + " must be sound XML: " + SafeXml.reason(e));
        }
    }

    /** An attribute's value; empty when it is missing. */
    public Optional<String> attribute(String wanted) {
        return Optional.ofNullable(attributes.get(wanted));
    }

    public List<XmlElement> children(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted)).toList();
    }

    /** A child that may be missing; a second one is refused. */
    public Optional<XmlElement> child(String wanted) {
        List<XmlElement> found = children(wanted);
        if (found.size() > 1) {
            throw ImageException.unsafe(
                    file,
                    "'" + name + "' says '" + wanted + "' twice",
                    "programs differ in which one they believe; remove one of them");
        }
        return found.stream().findFirst();
    }

    public XmlElement require(String wanted) {
        return child(wanted)
                .orElseThrow(() -> ImageException.invalid(file, 0, "'" + name + "' must have '" + wanted + "'"));
    }

    private static final class Builder {
        private final String file;
        private final String what;
        private final Deque<Open> path = new ArrayDeque<>();
        private int elements;

        private record Open(
                int line, String name, Map<String, String> attributes, StringBuilder text, List<XmlElement> children) {}

        Builder(String file, String what) {
            this.file = file;
            this.what = what;
        }

        XmlElement read(XMLStreamReader xml) throws XMLStreamException {
            path.push(new Open(0, "", Map.of(), new StringBuilder(), new ArrayList<>()));
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> begin(xml);
                    case XMLStreamConstants.END_ELEMENT -> end();
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        path.element().text().append(xml.getText());
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw ImageException.unsafe(
                                file,
                                what + " declares a document type or refers to an entity",
                                "no program writes such a file");
                    default -> {}
                }
            }
            return path.element().children().getFirst();
        }

        private void begin(XMLStreamReader xml) {
            elements++;
            if (elements > MAX_ELEMENTS || path.size() > SafeXml.MAX_DEPTH) {
                throw ImageException.unsafe(
                        file,
                        what + " must have at most " + MAX_ELEMENTS + " elements, " + SafeXml.MAX_DEPTH
                                + " deep at the most",
                        "no program writes such a file");
            }
            Map<String, String> attributes = new LinkedHashMap<>();
            for (int i = 0; i < xml.getAttributeCount(); i++) {
                String prefix = xml.getAttributePrefix(i);
                String local = xml.getAttributeLocalName(i);
                attributes.put(
                        prefix == null || prefix.isEmpty() ? local : prefix + ":" + local, xml.getAttributeValue(i));
            }
            path.push(new Open(
                    xml.getLocation().getLineNumber(),
                    xml.getLocalName(),
                    attributes,
                    new StringBuilder(),
                    new ArrayList<>()));
        }

        private void end() {
            Open done = path.pop();
            String text = done.text().toString().strip();
            path.element()
                    .children()
                    .add(new XmlElement(
                            file,
                            done.line(),
                            done.name(),
                            done.attributes(),
                            PrintableText.of(text.getBytes(StandardCharsets.UTF_8)),
                            text,
                            done.children()));
        }
    }
}
