package io.vmloom.cli.config;

import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A YAML file of numbers under names that are all known. */
final class RatesFile {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final Path file;
    private final JsonNode tree;

    private RatesFile(Path file, JsonNode tree) {
        this.file = file;
        this.tree = tree;
    }

    /** Throws {@link RequestException} for a file that can not be read, or has other names than these. */
    static RatesFile read(Path file, Set<String> names) {
        try {
            JsonNode tree = YAML.readTree(Files.readAllBytes(file));
            for (String name : tree.propertyNames()) {
                if (!names.contains(name)) {
                    throw new RequestException(
                            file + ": '" + name + "' is not known; it is one of " + new TreeSet<>(names));
                }
            }
            return new RatesFile(file, tree);
        } catch (NoSuchFileException e) {
            throw new RequestException(file + ": there is no such file");
        } catch (IOException | JacksonException e) {
            throw new RequestException(file + ": it can not be read (" + e.getMessage() + ")");
        }
    }

    String text(String name) {
        return tree.path(name).asString("");
    }

    double number(String name, double usual) {
        return tree.has(name) ? number(name, tree.path(name)) : usual;
    }

    Map<String, Double> numbers(String name) {
        Map<String, Double> numbers = new HashMap<>();
        tree.path(name)
                .properties()
                .forEach(entry -> numbers.put(entry.getKey(), number(name + "." + entry.getKey(), entry.getValue())));
        return numbers;
    }

    private double number(String name, JsonNode value) {
        if (!value.isNumber()) {
            throw new RequestException(file + ": " + name + " must be a number, got: " + value);
        }
        return value.asDouble();
    }
}
