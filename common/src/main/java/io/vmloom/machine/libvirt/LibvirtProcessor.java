package io.vmloom.machine.libvirt;

import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.Cpu;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Notebook;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads processors and memory. */
final class LibvirtProcessor {
    private static final long KIB = 1024;
    private static final long MAX_MEMORY_BYTES = 1L << 50;
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("b", 1L),
            Map.entry("bytes", 1L),
            Map.entry("kb", 1000L),
            Map.entry("k", KIB),
            Map.entry("kib", KIB),
            Map.entry("mb", 1_000_000L),
            Map.entry("m", KIB * KIB),
            Map.entry("mib", KIB * KIB),
            Map.entry("gb", 1_000_000_000L),
            Map.entry("g", KIB * KIB * KIB),
            Map.entry("gib", KIB * KIB * KIB),
            Map.entry("tb", 1_000_000_000_000L),
            Map.entry("t", KIB * KIB * KIB * KIB),
            Map.entry("tib", KIB * KIB * KIB * KIB));

    private LibvirtProcessor() {}

    static void read(ConfigNode domain, MachineBuilder machine, Notebook notes) {
        Optional<ConfigNode> memory = domain.child("memory");
        OptionalLong bytes = memory.map(element -> bytes(element, notes)).orElse(OptionalLong.empty());
        bytes.ifPresent(machine::memoryBytes);
        domain.child("currentMemory").ifPresent(current -> {
            OptionalLong now = bytes(current, notes);
            if (now.isPresent() && !now.equals(bytes)) {
                notes.noCounterpart(current.setting(), "the guest is given all of its memory at once");
            }
        });
        machine.cpu(cpu(domain, notes));
    }

    /** A size with its unit; anything else is noted. */
    static OptionalLong bytes(ConfigNode element, Notebook notes) {
        long unit = UNITS.getOrDefault(element.attribute("unit").orElse("KiB").toLowerCase(Locale.ROOT), 0L);
        try {
            long count = Long.parseLong(element.text());
            if (unit > 0 && count > 0 && count <= MAX_MEMORY_BYTES / unit) {
                return OptionalLong.of(count * unit);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        notes.invalid(element.setting(), "it must be a size of less than 1 PiB");
        return OptionalLong.empty();
    }

    private static Cpu cpu(ConfigNode domain, Notebook notes) {
        int processors =
                domain.child("vcpu").map(vcpu -> processors(vcpu, notes)).orElse(1);
        Optional<ConfigNode> cpu = domain.child("cpu");
        String model = cpu.map(LibvirtProcessor::model).orElse("");
        Set<Cpu.Feature> features = cpu.map(one -> features(one, notes)).orElse(Set.of());
        Optional<ConfigNode> topology = cpu.flatMap(one -> one.child("topology"));
        if (topology.isEmpty()) {
            return new Cpu(processors, 1, 1, model, features);
        }
        ConfigNode shape = topology.orElseThrow();
        int sockets = number(shape, "sockets");
        int cores = number(shape, "cores") * number(shape, "dies") * number(shape, "clusters");
        int threads = number(shape, "threads");
        if ((long) sockets * cores * threads != processors) {
            notes.changed(shape.setting(), processors + " sockets", "it does not make as many processors as there are");
            return new Cpu(processors, 1, 1, model, features);
        }
        return new Cpu(sockets, cores, threads, model, features);
    }

    private static int processors(ConfigNode vcpu, Notebook notes) {
        vcpu.attribute("placement");
        vcpu.attribute("cpuset")
                .ifPresent(set -> notes.ofTheSource(vcpu.setting("cpuset"), "processors of the old host"));
        vcpu.attribute("current")
                .ifPresent(now -> notes.noCounterpart(vcpu.setting("current"), "the guest is given all processors"));
        int count = count(vcpu.text());
        if (count == 0) {
            notes.invalid(vcpu.setting(), "it must be a number from 1 to " + Cpu.MAX_PROCESSORS);
        }
        return Math.max(1, count);
    }

    private static int number(ConfigNode shape, String name) {
        return Math.max(1, count(shape.attribute(name).orElse("1")));
    }

    private static int count(String digits) {
        try {
            int count = Integer.parseInt(digits);
            return count > 0 && count <= Cpu.MAX_PROCESSORS ? count : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String model(ConfigNode cpu) {
        for (String tuning : new String[] {"match", "check", "migratable"}) {
            cpu.attribute(tuning);
        }
        String mode = cpu.attribute("mode").orElse("custom");
        String name = cpu.child("model")
                .map(model -> {
                    model.attribute("fallback");
                    return model.text();
                })
                .orElse("");
        return mode.equals("custom") ? name : mode;
    }

    private static Set<Cpu.Feature> features(ConfigNode cpu, Notebook notes) {
        boolean nested = false;
        for (ConfigNode feature : cpu.children("feature")) {
            String name = feature.value("name");
            String policy = feature.value("policy");
            if ((name.equals("vmx") || name.equals("svm")) && !policy.equals("disable") && !policy.equals("forbid")) {
                nested = true;
            } else {
                notes.noCounterpart(feature.setting(), "single features of processors are not taken over");
            }
        }
        for (String tuning : new String[] {"cache", "numa", "vendor", "maxphysaddr"}) {
            cpu.children(tuning).forEach(one -> one.leave(notes, "fine tuning of KVM"));
        }
        return nested ? Set.of(Cpu.Feature.NESTED) : Set.of();
    }
}
