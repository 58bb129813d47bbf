package io.vmloom.machine.libvirt;

import io.vmloom.machine.Architecture;
import io.vmloom.machine.Cpu;
import io.vmloom.machine.GuestOs;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Setting;
import io.vmloom.xml.XmlText;
import java.util.regex.Pattern;

/** Writes processors. */
final class LibvirtProcessorXml {
    private static final Pattern MODE = Pattern.compile("host-passthrough|host-model|maximum");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.+-]+");

    private LibvirtProcessorXml() {}

    static void count(Cpu cpu, XmlText xml) {
        xml.leaf("vcpu", cpu.processors(), "placement", "static");
    }

    static void cpu(Cpu cpu, GuestOs guest, XmlText xml, Notebook notes) {
        boolean named = NAME.matcher(cpu.model()).matches();
        boolean mode = MODE.matcher(cpu.model()).matches();
        String usual = guest.architecture() == Architecture.AARCH64 ? "host-passthrough" : "host-model";
        if (!named) {
            notes.changed(Setting.of("processor model", cpu.model()), usual, "the one that is most like the host's");
        }
        if (named && !mode) {
            xml.open("cpu", "mode", "custom", "match", "exact").leaf("model", cpu.model());
        } else {
            xml.open("cpu", "mode", mode ? cpu.model() : usual);
        }
        xml.empty(
                "topology",
                "sockets",
                Integer.toString(cpu.sockets()),
                "cores",
                Integer.toString(cpu.coresPerSocket()),
                "threads",
                Integer.toString(cpu.threadsPerCore()));
        if (cpu.features().contains(Cpu.Feature.NESTED)) {
            xml.empty("feature", "policy", "optional", "name", "vmx")
                    .empty("feature", "policy", "optional", "name", "svm");
        }
        xml.close();
        if (cpu.features().contains(Cpu.Feature.HOT_ADD)) {
            notes.noCounterpart(Setting.of("processors", "HOT_ADD"), "all processors are there from the start");
        }
    }
}
