package io.vmloom.machine.proxmox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys of qm.conf(5) and what may stand behind each of them, as far as vmloom writes them. */
public final class QmGrammar {
    private record Rule(Pattern key, Pattern value) {}

    private static final String VOLUME = "(/[^,]+|[A-Za-z][A-Za-z0-9._-]*:[^,]+)";
    private static final String DISK = VOLUME
            + "(,format=(raw|qcow|qcow2|qed|vmdk|cloop))?(,cache=(none|writethrough|writeback|directsync|unsafe))?"
            + "(,snapshot=1)?";
    private static final String CD = "(none|cdrom|" + VOLUME + "),media=cdrom";

    private static final List<Rule> RULES = List.of(
            rule(
                    "name",
                    "(?=.{1,63}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"),
            rule("ostype", "other|wxp|w2k|w2k3|w2k8|wvista|win7|win8|win10|win11|l24|l26|solaris"),
            rule("smbios1", "uuid=[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
            rule("localtime", "[01]"),
            rule("memory", "[1-9][0-9]+"),
            rule("sockets|cores", "[1-9][0-9]*"),
            rule("cpu", "[A-Za-z0-9._+-]+"),
            rule("arch", "aarch64"),
            rule("bios", "seabios|ovmf"),
            rule("machine", "pc|q35|virt"),
            rule("scsihw", "lsi|pvscsi|virtio-scsi-pci"),
            rule("ide[0-3]|sata[0-5]", DISK + "|" + CD),
            rule("scsi([0-9]|[12][0-9]|30)", DISK + "(,ro=1)?|" + CD),
            rule("virtio([0-9]|1[0-5])", DISK + "(,ro=1)?"),
            rule(
                    "net([0-9]|[12][0-9]|3[01])",
                    "(e1000|e1000e|vmxnet3|pcnet|virtio|rtl8139|ne2k_pci)(=([0-9A-F]{2}:){5}[0-9A-F]{2})?"
                            + "(,bridge=[a-zA-Z][a-zA-Z0-9_.-]{0,14})?(,link_down=1)?"),
            rule("serial[0-3]", "socket|/dev/[^ ]+"),
            rule("parallel[0-2]", "/dev/[^ ]+"),
            rule("audio0", "device=(AC97|ich9-intel-hda),driver=spice"),
            rule("vga", "(std|cirrus|vmware|qxl|virtio|virtio-gl)(,memory=[1-9][0-9]{0,2})?|none"),
            rule("boot", "order=(ide|sata|scsi|virtio|net)[0-9]+(;(ide|sata|scsi|virtio|net)[0-9]+)*"));

    private static final Pattern LINE = Pattern.compile("([a-z]+[0-9]*): (.+)");

    private QmGrammar() {}

    /** Demands that Proxmox would take it, and answers the values by their keys. */
    public static Map<String, String> check(String text) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            assertThat(parts.matches()).as("'%s' is KEY: VALUE", line).isTrue();
            String key = parts.group(1);
            assertThat(RULES.stream().filter(rule -> rule.key().matcher(key).matches()))
                    .as("a rule for '%s'", key)
                    .singleElement()
                    .satisfies(rule -> assertThat(parts.group(2)).as(key).matches(rule.value()));
            assertThat(found.put(key, parts.group(2)))
                    .as("'%s' is said once", key)
                    .isNull();
        }
        assertThat(text).endsWith("\n");
        assertThat(found).containsKeys("name", "memory", "cores", "sockets", "ostype");
        if (found.containsKey("boot")) {
            assertThat(String.valueOf(found.get("boot"))
                            .substring("order=".length())
                            .split(";", -1))
                    .as("devices to start from")
                    .allMatch(found::containsKey);
        }
        return found;
    }

    private static Rule rule(String key, String value) {
        return new Rule(Pattern.compile(key), Pattern.compile(value));
    }
}
