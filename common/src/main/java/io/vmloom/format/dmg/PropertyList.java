package io.vmloom.format.dmg;

import io.vmloom.error.ImageException;
import io.vmloom.source.ByteSource;
import io.vmloom.xml.SafeXml;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The XML that holds the tables of blocks: {@code resource-fork} → {@code blkx} → each item's {@code Data} in Base64. All
 * else in it is passed over. Declarations of entities are not followed.
 *
 * @see <a href="https://www.apple.com/DTDs/PropertyList-1.0.dtd">the document type</a>
 */
final class PropertyList {
    /** The keys of the dictionaries around a table, the innermost last. */
    private static final List<String> PATH = List.of("resource-fork", "blkx", "Data");

    private final ByteSource source;
    private final Stretch place;
    private final Deque<String> keys = new ArrayDeque<>();
    private final List<ByteBuffer> tables = new ArrayList<>();

    private PropertyList(ByteSource source, Stretch place) {
        this.source = source;
        this.place = place;
    }

    static List<ByteBuffer> tables(ByteSource source, Stretch place) {
        byte[] text = new byte[Math.toIntExact(place.lengthBytes())];
        source.read(place.offset(), ByteBuffer.wrap(text));
        PropertyList list = new PropertyList(source, place);
        try {
            list.read(SafeXml.reader(text));
        } catch (XMLStreamException e) {
            throw ImageException.invalid(
                    source.name(),
                    place.offset() + SafeXml.offset(e),
                    "the property list is no sound XML: " + SafeXml.reason(e));
        }
        return list.tables;
    }

    private void read(XMLStreamReader xml) throws XMLStreamException {
        int depth = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    if (depth > SafeXml.MAX_DEPTH) {
                        throw invalid("the property list is deeper than " + SafeXml.MAX_DEPTH + " elements");
                    }
                    depth -= start(xml);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    if (xml.getLocalName().equals("dict")) {
                        keys.removeLast();
                    }
                }
                default -> {}
            }
        }
    }

    /** How many elements were read to their end: 1 or 0. */
    private int start(XMLStreamReader xml) throws XMLStreamException {
        switch (xml.getLocalName()) {
            case "dict" -> {
                keys.addLast("");
                return 0;
            }
            case "key" -> {
                String key = xml.getElementText();
                if (!keys.isEmpty()) {
                    keys.removeLast();
                    keys.addLast(key);
                }
                return 1;
            }
            case "data" -> {
                String text = xml.getElementText();
                if (PATH.equals(List.copyOf(keys))) {
                    tables.add(decode(text));
                }
                return 1;
            }
            default -> {
                return 0;
            }
        }
    }

    private ByteBuffer decode(String text) {
        try {
            return ByteBuffer.wrap(Base64.getMimeDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            throw invalid("a table of blocks in the property list is no sound Base64: " + e.getMessage());
        }
    }

    private ImageException invalid(String reason) {
        return ImageException.invalid(source.name(), place.offset(), reason);
    }
}
