package io.vmloom.machine.ovf;

import io.vmloom.error.ImageException;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.ConfigNode;
import io.vmloom.machine.ConfigXml;
import io.vmloom.machine.MachineReader;
import io.vmloom.machine.Note;
import io.vmloom.machine.Notebook;
import io.vmloom.machine.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads OVF descriptors. What they say of a package beyond its machines is noted. */
public final class OvfReader implements MachineReader {
    /** Attributes that mean nothing to a machine. */
    static final Set<String> IDLE =
            Set.of("required", "msgid", "schemaLocation", "lang", "buildId", "id", "transport", "type");

    private static final String WHAT = "an OVF descriptor";
    private static final int MAX_MACHINES = 1000;
    private static final int LAST_VERSION = 2;
    private static final int HEAD_CHARACTERS = 16 << 10;
    private static final Pattern NAMESPACE = Pattern.compile("http://schemas\\.dmtf\\.org/ovf/envelope/(\\d{1,4})\\b");

    @Override
    public boolean recognises(ConfigFile file) {
        return ConfigXml.root(file).filter("Envelope"::equals).isPresent();
    }

    /** {@link ImageException} also when it describes several machines, or none. */
    @Override
    public Reading read(ConfigFile file) {
        OvfPackage found = readPackage(file);
        if (found.machines().size() == 1) {
            Reading only = found.machines().getFirst();
            List<Note> notes =
                    Stream.concat(found.notes().stream(), only.notes().stream()).toList();
            return new Reading(only.machine(), notes);
        }
        throw found.machines().isEmpty()
                ? ImageException.invalid(file.name(), 0, "a descriptor of a machine must describe one, and has none")
                : ImageException.unsupported(
                        file.name(),
                        "it describes " + found.machines().size() + " machines: "
                                + found.machines().stream()
                                        .map(one -> one.machine().name())
                                        .limit(20)
                                        .collect(Collectors.joining(", ")),
                        "export the machine that is wanted by itself; its disks can be converted out of this package");
    }

    /** Everything: files, disks, and all machines. */
    public OvfPackage readPackage(ConfigFile file) {
        requireKnownVersion(file);
        ConfigNode root = ConfigXml.read(file, WHAT);
        if (!root.name().equals("Envelope")) {
            throw ImageException.invalid(
                    file.name(), 0, WHAT + " must begin with 'Envelope', got: '" + root.name() + "'");
        }
        Notebook notes = new Notebook();
        root.attribute("version");
        root.settle("Strings");
        PackageFiles files = PackageFiles.read(file.name(), root);
        Sections sections = Sections.of(root, notes);
        List<Reading> machines = new ArrayList<>();
        collect(file.name(), root, files, sections, machines, notes);
        root.noteUnread(notes, IDLE);
        return new OvfPackage(files.files(), files.disks(), machines, notes.notes());
    }

    private static void collect(
            String file,
            ConfigNode parent,
            PackageFiles files,
            Sections sections,
            List<Reading> machines,
            Notebook notes) {
        for (ConfigNode child : parent.children()) {
            switch (Sections.kind(child)) {
                case "VirtualSystem" -> {
                    if (machines.size() == MAX_MACHINES) {
                        throw ImageException.unsafe(
                                file,
                                "it describes more than " + MAX_MACHINES + " machines",
                                "no package holds so many");
                    }
                    machines.add(new SystemReader(file, files, sections).read(child));
                    child.settle();
                }
                case "VirtualSystemCollection" -> {
                    child.settle("Info", "Name");
                    collect(file, child, files, sections.inside(child, notes), machines, notes);
                }
                default -> {}
            }
        }
    }

    private static void requireKnownVersion(ConfigFile file) {
        int length = Math.min(HEAD_CHARACTERS, file.bytes().length);
        Matcher namespace = NAMESPACE.matcher(new String(file.bytes(), 0, length, StandardCharsets.UTF_8));
        while (namespace.find()) {
            if (Integer.parseInt(namespace.group(1)) > LAST_VERSION) {
                throw ImageException.unsupported(
                        file.name(),
                        "it is of OVF version " + namespace.group(1) + ", and versions up to " + LAST_VERSION
                                + " are known",
                        "export it as OVF 1");
            }
        }
    }
}
