package io.vmloom.machine.ovf;

import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Notebook;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes those items of a hardware section that are meant by the configuration by default. */
final class ItemChoice {
    private ItemChoice() {}

    static List<Item> of(ConfigNode section, String configuration, Notebook notes) {
        Map<String, ConfigNode> chosen = new LinkedHashMap<>();
        int nameless = 0;
        for (ConfigNode node : section.children()) {
            if (!Item.ELEMENTS.contains(node.name())) {
                continue;
            }
            String bound = node.attribute("bound").orElse("normal");
            if (!bound.equals("normal")) {
                notes.noCounterpart(
                        node.setting(bound, node.textOf("VirtualQuantity")), "a limit for whoever changes the machine");
                node.settle();
                continue;
            }
            String wanted = node.attribute("configuration").orElse("");
            if (!wanted.isEmpty() && !Arrays.asList(wanted.split("\\s+")).contains(configuration)) {
                notes.noCounterpart(
                        node.setting(wanted, node.textOf("ElementName")),
                        "it is of other configurations than '" + configuration + "', by which the machine is read");
                node.settle();
                continue;
            }
            String instance = node.textOf("InstanceID") + node.textOf("InstanceId");
            ConfigNode before = chosen.put(instance.isEmpty() ? "#" + nameless++ : instance, node);
            if (before != null) {
                notes.changed(
                        before.setting(instance, before.textOf("ElementName")),
                        node.textOf("ElementName"),
                        "another item of the same number is of the configuration, or stands behind it");
                before.settle();
            }
        }
        return chosen.values().stream().map(Item::of).toList();
    }
}
