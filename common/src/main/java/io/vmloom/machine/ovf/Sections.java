package io.vmloom.machine.ovf;

import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Network;
import io.vmloom.machine.Notebook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What sections of the package say about all of its machines.
 *
 * @param networks by name
 * @param configuration that machines are set up with unless somebody chooses; empty where there is no choice
 */
record Sections(Map<String, Network> networks, String configuration) {
    /** As {@link NetworkNames} writes it. */
    private static final Pattern KIND = Pattern.compile("Network of kind ([a-z-]+)");

    static Sections of(ConfigNode envelope, Notebook notes) {
        return new Sections(Map.of(), "").inside(envelope, notes);
    }

    /** The same with what is said further in. */
    Sections inside(ConfigNode parent, Notebook notes) {
        Map<String, Network> all = new HashMap<>(networks);
        String chosen = configuration;
        for (ConfigNode section : parent.children()) {
            switch (kind(section)) {
                case "NetworkSection" -> readNetworks(section, all);
                case "DeploymentOptionSection" -> chosen = chosen(section, notes);
                case "ProductSection" ->
                    leaveOut(section, notes, "names and properties of a product are no setting of a machine");
                case "EulaSection" -> leaveOut(section, notes, "a licence is no setting of a machine; read it");
                default -> {}
            }
        }
        return new Sections(Map.copyOf(all), chosen);
    }

    /** The element's meaning: version 0.9 has it in an attribute. */
    static String kind(ConfigNode node) {
        return switch (node.name()) {
            case "Section", "Content" -> {
                String type = node.attribute("type").orElse("");
                yield type.substring(type.indexOf(':') + 1).replaceFirst("_Type$", "");
            }
            default -> node.name();
        };
    }

    /** Notes a section by its name alone: what it holds may be secret. */
    static void leaveOut(ConfigNode section, Notebook notes, String why) {
        notes.noCounterpart(section.settingWithoutValue(), why);
        section.settle();
    }

    private static void readNetworks(ConfigNode section, Map<String, Network> networks) {
        section.settle("Info");
        for (ConfigNode network : section.children("Network")) {
            String name = network.attribute("name").orElse("");
            Matcher kind = KIND.matcher(network.textOf("Description"));
            if (!name.isEmpty()) {
                networks.put(
                        name,
                        kind.matches()
                                ? Network.parse(kind.group(1))
                                        .map(known -> NetworkNames.read(known.kind(), name))
                                        .orElseGet(() -> NetworkNames.read(name))
                                : NetworkNames.read(name));
            }
        }
    }

    private static String chosen(ConfigNode section, Notebook notes) {
        section.settle("Info");
        List<ConfigNode> configurations = section.children("Configuration");
        String chosen = configurations.stream()
                .filter(one -> one.attribute("default").orElse("").matches("true|1"))
                .findFirst()
                .or(() -> configurations.stream().findFirst())
                .flatMap(one -> one.attribute("id"))
                .orElse("");
        for (ConfigNode configuration : configurations) {
            if (!configuration.attribute("id").orElse("").equals(chosen)) {
                notes.noCounterpart(
                        configuration.setting(), "the machine is read as configured by default, by '" + chosen + "'");
            }
            configuration.settle();
        }
        return chosen;
    }
}
