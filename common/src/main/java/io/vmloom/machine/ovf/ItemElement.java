package io.vmloom.machine.ovf;

import io.vmloom.machine.Connection;
import io.vmloom.machine.XmlText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** One item while it is put together. Its elements are written in the alphabetical order that the standard demands. */
final class ItemElement {
    private final XmlText xml;
    private final Map<String, String> elements = new TreeMap<>();
    private final Map<String, String> extensions = new LinkedHashMap<>();
    private final Map<String, String> configs = new LinkedHashMap<>();

    ItemElement(XmlText xml, int instance, int type, String caption) {
        this.xml = xml;
        put("InstanceID", Integer.toString(instance));
        put("ResourceType", Integer.toString(type));
        put("ElementName", caption);
    }

    static void config(XmlText xml, String element, String key, String value) {
        xml.empty(element, "ovf:required", "false", "vmw:key", key, "vmw:value", value);
    }

    ItemElement units(String unit) {
        return put("AllocationUnits", unit);
    }

    ItemElement quantity(long quantity) {
        return put("VirtualQuantity", Long.toString(quantity));
    }

    ItemElement address(String address) {
        return put("Address", address);
    }

    ItemElement subType(String subType) {
        return put("ResourceSubType", subType);
    }

    ItemElement parent(String instance) {
        return put("Parent", instance);
    }

    ItemElement onParent(int address) {
        return put("AddressOnParent", Integer.toString(address));
    }

    ItemElement resource(String resource) {
        return put("HostResource", resource);
    }

    ItemElement connection(String network) {
        return put("Connection", network);
    }

    ItemElement allocated(Connection connection) {
        return put("AutomaticAllocation", Boolean.toString(connection == Connection.CONNECTED));
    }

    ItemElement extension(String element, int value) {
        extensions.put(element, Integer.toString(value));
        return this;
    }

    ItemElement config(String key, String value) {
        configs.put(key, value);
        return this;
    }

    void end() {
        xml.open("Item");
        elements.forEach((name, value) -> xml.leaf("rasd:" + name, value));
        extensions.forEach((name, value) -> xml.leaf(name, value, "ovf:required", "false"));
        configs.forEach((key, value) -> config(xml, "vmw:Config", key, value));
        xml.close("Item");
    }

    /** An empty value says nothing, and is left out. */
    private ItemElement put(String element, String value) {
        if (!value.isEmpty()) {
            elements.put(element, value);
        }
        return this;
    }
}
