package io.vmloom.machine.ovf;

import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One piece of hardware.
 *
 * @param instance its number, by which others refer to it
 * @param type of {@code CIM_ResourceAllocationSettingData}; 0 for none
 * @param subTypes that would all do, best first, in lower case
 */
record Item(ConfigNode node, String instance, int type, List<String> subTypes, Configs configs) {
    static final int PROCESSOR = 3;
    static final int MEMORY = 4;
    static final int IDE = 5;
    static final int SCSI = 6;
    static final int ETHERNET = 10;
    static final int FLOPPY = 14;
    static final int CD = 15;
    static final int DVD = 16;
    static final int DISK = 17;
    static final int STORAGE_EXTENT = 19;
    static final int OTHER_STORAGE = 20;
    static final int SERIAL = 21;
    static final int PARALLEL = 22;
    static final int USB = 23;
    static final int GRAPHICS = 24;
    static final int LOGICAL_DISK = 31;
    static final int SOUND = 35;
    static final int OTHER = 1;

    /** What elements of hardware are called, by versions. */
    static final Set<String> ELEMENTS = Set.of("Item", "StorageItem", "EthernetPortItem");

    static Item of(ConfigNode node) {
        String instance = node.textOf("InstanceID") + node.textOf("InstanceId");
        node.settle(
                "Caption", "Description", "ElementName", "InstanceID", "InstanceId", "Weight", "AutomaticDeallocation");
        String type = node.textOf("ResourceType");
        List<String> subTypes = Arrays.stream(
                        node.textOf("ResourceSubType").toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        return new Item(
                node, instance, type.matches("\\d{1,5}") ? Integer.parseInt(type) : 0, subTypes, Configs.of(node));
    }

    String parent() {
        return node.textOf("Parent");
    }

    /** The number of a controller, or a card's address. */
    String address() {
        return node.textOf("Address");
    }

    /** The number among controllers of its kind. */
    OptionalInt number() {
        return small(address());
    }

    OptionalInt addressOnParent() {
        return small(node.textOf("AddressOnParent"));
    }

    String hostResource() {
        return node.textOf("HostResource");
    }

    /** Whether it is connected at the start, where the source does not say otherwise. */
    boolean isAllocated() {
        return !node.textOf("AutomaticAllocation").equalsIgnoreCase("false");
    }

    Setting setting() {
        return node.setting(instance, String.join(" ", subTypes));
    }

    /** Leaves the item out, with a reason. */
    void leaveOut(Notebook notes, String why) {
        notes.noCounterpart(setting(), why);
        node.settle();
    }

    /** Notes what was not read of it. */
    void finish(Notebook notes) {
        configs.noteRest(notes);
        node.attribute("configuration");
        node.noteUnread(notes, OvfReader.IDLE);
        node.settle();
    }

    private static OptionalInt small(String text) {
        return text.matches("\\d{1,4}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}
