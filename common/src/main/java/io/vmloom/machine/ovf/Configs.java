package io.vmloom.machine.ovf;

import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** VMware's extensions of an element, {@code <vmw:Config vmw:key="…" vmw:value="…"/>}; what nobody takes is noted. */
final class Configs {
    private static final Pattern SECRET = Pattern.compile("(?i).*(passw|secret|keysafe|encryption).*");

    /** Which only VMware's own programs know what to do with. */
    private static final Pattern OF_VMWARE = Pattern.compile(
            "(slotInfo|powerOpInfo|tools|connectable|backing|flags|numaInfo|pciBridge|ethernet|svga|virtual(ICH7M|SMC)).*|"
                    + "wakeOnLanEnabled|allowUnrestrictedCommunication|useAutoDetect|use3dRenderer|yieldOnPoll|hpet.*|"
                    + "viv\\..*|vmware\\..*|simultaneousThreads|memoryHotAddEnabled|cpuHotRemoveEnabled|ehciEnabled|"
                    + "autoConnectDevices|enableMPTSupport");

    private record Entry(Setting setting, String value) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Takes all of an element. */
    static Configs of(ConfigNode parent) {
        Configs configs = new Configs();
        for (ConfigNode child : parent.children()) {
            if (child.name().equals("Config") || child.name().equals("ExtraConfig")) {
                String key = child.attribute("key").orElse("");
                String value = child.attribute("value").orElse("");
                String shown = SECRET.matcher(key).matches() ? "" : value;
                configs.entries.put(key, new Entry(child.setting(key, shown), value));
                child.settle();
            }
        }
        return configs;
    }

    Optional<String> take(String key) {
        return Optional.ofNullable(entries.remove(key)).map(Entry::value);
    }

    boolean takeFlag(String key) {
        return take(key).filter("true"::equalsIgnoreCase).isPresent();
    }

    void noteRest(Notebook notes) {
        entries.forEach((key, entry) -> {
            if (SECRET.matcher(key).matches()) {
                notes.secret(entry.setting(), "set it again where the machine runs");
            } else if (OF_VMWARE.matcher(key).matches()) {
                notes.ofTheSource(entry.setting(), "a setting of VMware's programs");
            } else {
                notes.unknown(entry.setting());
            }
        });
    }
}
