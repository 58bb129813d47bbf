package io.vmloom.machine.vmx;

/** A VMX file while it is written. */
final class VmxLines {
    private final StringBuilder text = new StringBuilder();

    VmxLines set(String key, Object value) {
        text.append(key)
                .append(" = \"")
                .append(VmxText.escape(value.toString()))
                .append("\"\n");
        return this;
    }

    VmxLines flag(String key, boolean value) {
        return set(key, value ? "TRUE" : "FALSE");
    }

    /** The line is left out where there is nothing to say. */
    VmxLines setUnlessEmpty(String key, String value) {
        return value.isEmpty() ? this : set(key, value);
    }

    String text() {
        return text.toString();
    }
}
