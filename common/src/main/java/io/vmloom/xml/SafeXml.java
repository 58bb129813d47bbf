package io.vmloom.xml;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** XML as it stands in images and in configurations of machines. Nothing that it declares or refers to is followed. */
public final class SafeXml {
    /** No image's XML is nested more deeply. */
    public static final int MAX_DEPTH = 32;

    private SafeXml() {}

    /** The parser writes to standard error about bytes that are no characters, and would believe any encoding: it gets UTF-8. */
    public static XMLStreamReader reader(byte[] text) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        return factory.createXMLStreamReader(new StringReader(new String(text, StandardCharsets.UTF_8)));
    }

    /** About where the parser stopped. */
    public static int offset(XMLStreamException e) {
        return e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharacterOffset());
    }

    /** What the parser says, without where. */
    public static String reason(XMLStreamException e) {
        return String.valueOf(e.getMessage())
                .lines()
                .reduce((first, last) -> last)
                .orElse("");
    }
}
