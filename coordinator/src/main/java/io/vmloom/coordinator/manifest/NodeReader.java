package io.vmloom.coordinator.manifest;

import io.vmloom.error.RequestException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads one YAML or JSON document. Stricter than either: no key twice, no anchors, no second document, and bounds on
 * size and depth.
 */
final class NodeReader {
    static final int MAX_BYTES = 64 << 20;
    private static final int MAX_DEPTH = 16;

    private final String file;
    private final JsonParser parser;

    private NodeReader(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** @param file as it stands in messages */
    static Node read(String file, byte[] document) {
        if (document.length > MAX_BYTES) {
            throw new Position(file, 1, 1)
                    .refuse("the manifest has " + document.length + " bytes where " + MAX_BYTES
                            + " are allowed; divide the batch");
        }
        String text = new String(document, StandardCharsets.UTF_8);
        try (JsonParser parser = factory(text).createParser(ObjectReadContext.empty(), text)) {
            NodeReader reader = new NodeReader(file, parser);
            if (parser.nextToken() == null) {
                throw new Position(file, 1, 1).refuse("the manifest is empty");
            }
            Node root = reader.node(0);
            if (parser.nextToken() != null) {
                throw reader.here().refuse("a second document begins here; one manifest is one document");
            }
            return root;
        } catch (JacksonException e) {
            throw syntaxError(file, e);
        }
    }

    /** JSON values one after the other, as in JSONL. */
    static List<Node> readLines(String file, byte[] document) {
        String text = new String(document, StandardCharsets.UTF_8);
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            NodeReader reader = new NodeReader(file, parser);
            List<Node> values = new ArrayList<>();
            while (parser.nextToken() != null) {
                values.add(reader.node(0));
            }
            return values;
        } catch (JacksonException e) {
            throw syntaxError(file, e);
        }
    }

    private static TokenStreamFactory factory(String text) {
        return text.stripLeading().startsWith("{")
                ? new JsonFactory()
                : YAMLFactory.builder()
                        .loadSettings(LoadSettings.builder()
                                .setCodePointLimit(MAX_BYTES)
                                .setParseComments(false)
                                .build())
                        .build();
    }

    private Node node(int depth) {
        Position position = here();
        if (depth > MAX_DEPTH) {
            throw position.refuse("the manifest is nested deeper than " + MAX_DEPTH + " levels");
        }
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw position.refuse("aliases are not supported in a manifest; use 'defaults', or write the value out");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return new Node.Mapping(position, entries(depth));
        }
        if (token == JsonToken.START_ARRAY) {
            List<Node> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(node(depth + 1));
            }
            return new Node.Sequence(position, items);
        }
        if (token == JsonToken.VALUE_NULL) {
            throw position.refuse("a value is missing here");
        }
        return new Node.Scalar(position, parser.getString());
    }

    private Map<String, Node.Entry> entries(int depth) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Position position = here();
            String key = parser.currentName();
            parser.nextToken();
            if (entries.put(key, new Node.Entry(position, node(depth + 1))) != null) {
                throw position.refuse("the key '" + key + "' stands here a second time");
            }
        }
        return entries;
    }

    private Position here() {
        return position(file, parser.currentTokenLocation());
    }

    private static Position position(String file, TokenStreamLocation location) {
        return new Position(file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    /** The YAML parser knows better than its wrapper where the problem is, and says it in a line of its own. */
    private static RequestException syntaxError(String file, JacksonException e) {
        if (e.getCause() instanceof MarkedYamlEngineException yaml
                && yaml.getProblemMark().isPresent()) {
            Mark mark = yaml.getProblemMark().get();
            return new Position(file, mark.getLine() + 1, mark.getColumn() + 1).refuse(yaml.getProblem());
        }
        return position(file, e.getLocation()).refuse(firstLine(e.getOriginalMessage()));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
