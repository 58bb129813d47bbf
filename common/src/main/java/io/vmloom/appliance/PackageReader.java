package io.vmloom.appliance;

import io.vmloom.appliance.PackageFinding.Kind;
import io.vmloom.archive.ArchiveMember;
import io.vmloom.archive.TarArchive;
import io.vmloom.error.ImageException;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.MachineReader;
import io.vmloom.machine.ovf.OvfReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads packages: an OVF descriptor, or another configuration, and what belongs to it. Not thread-safe. */
public final class PackageReader {
    private final CheckDepth depth;
    private final List<PackageFinding> findings = new ArrayList<>();

    public PackageReader(CheckDepth depth) {
        this.depth = depth;
    }

    /** Whether a file is a descriptor of a package: OVF, VMX, or a configuration of VirtualBox, Parallels or libvirt. */
    public static boolean recognises(ConfigFile file) {
        return new OvfReader().recognises(file) || MachineParts.reader(file).isPresent();
    }

    /** Reads an OVA. */
    public Appliance read(TarArchive archive) {
        List<String> descriptors =
                Descriptors.all(archive).stream().map(ArchiveMember::name).toList();
        String name = archive.source().name();
        if (!archive.ended()) {
            findings.add(new PackageFinding(
                    Kind.REMARK, name, "has no end: it may have been cut off between two of its files"));
        }
        descriptors.stream()
                .skip(1)
                .forEach(other -> findings.add(
                        new PackageFinding(Kind.REMARK, other, "is a second descriptor, of which nothing is read")));
        String first = descriptors.getFirst();
        String directory = first.substring(0, first.lastIndexOf('/') + 1);
        Set<String> files = archive.members().stream()
                .map(ArchiveMember::name)
                .map(member -> member.startsWith(directory) ? member.substring(directory.length()) : member)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return read(new ArchiveContents(archive, directory), first.substring(directory.length()), files);
    }

    /** Reads a descriptor and the files that it names, among these. */
    public Appliance read(Contents contents, String descriptor) {
        return read(contents, descriptor, Set.of());
    }

    /** @param files that are there beside those of the descriptor */
    private Appliance read(Contents contents, String descriptor, Set<String> files) {
        ConfigFile file = ConfigFile.of(contents.find(descriptor)
                .orElseThrow(() -> ImageException.invalid(contents.name(), 0, "it has no file '" + descriptor + "'")));
        Optional<MachineReader> other = MachineParts.reader(file);
        Parts parts = other.isPresent()
                ? MachineParts.read(other.get(), file, contents, findings)
                : OvfParts.read(file, new DiskFinder(contents, findings));
        if (other.isEmpty()) {
            Set<String> all = new LinkedHashSet<>(files);
            all.add(descriptor);
            all.addAll(parts.files());
            checkManifest(contents, descriptor, all);
        }
        return new Appliance(
                contents.name(),
                descriptor,
                parts.machines(),
                parts.disks(),
                List.copyOf(parts.missingDisks()),
                parts.notes(),
                findings);
    }

    private void checkManifest(Contents contents, String descriptor, Set<String> files) {
        String base = Descriptors.base(descriptor);
        String name = base + ".mf";
        String certificate = base + ".cert";
        contents.find(name)
                .ifPresentOrElse(
                        source -> {
                            PackageManifest manifest = PackageManifest.read(name, source);
                            files.removeAll(Set.of(name, certificate));
                            findings.addAll(new ManifestCheck(contents, depth).run(manifest, files));
                            contents.find(certificate)
                                    .ifPresent(
                                            signed -> findings.add(SignatureCheck.run(certificate, signed, manifest)));
                        },
                        () -> findings.add(new PackageFinding(
                                Kind.REMARK, name, "is not there: nothing tells whether the files are whole")));
    }
}
