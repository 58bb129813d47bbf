package io.vmloom.appliance;

import io.vmloom.appliance.PackageFinding.Kind;
import io.vmloom.archive.ArchiveMember;
import io.vmloom.archive.TarArchive;
import io.vmloom.error.ImageException;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Reading;
import io.vmloom.machine.ovf.OvfDisk;
import io.vmloom.machine.ovf.OvfFile;
import io.vmloom.machine.ovf.OvfPackage;
import io.vmloom.machine.ovf.OvfReader;
import io.vmloom.source.ByteSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads packages that have an OVF descriptor. Not thread-safe. */
public final class PackageReader {
    private final CheckDepth depth;
    private final List<PackageFinding> findings = new ArrayList<>();

    public PackageReader(CheckDepth depth) {
        this.depth = depth;
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
        Set<String> files = archive.members().stream()
                .map(ArchiveMember::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return read(new ArchiveContents(archive), descriptors.getFirst(), files);
    }

    /** Reads a descriptor and the files that it names, among these. */
    public Appliance read(Contents contents, String descriptor) {
        return read(contents, descriptor, Set.of());
    }

    /** @param files that are there beside those of the descriptor */
    private Appliance read(Contents contents, String descriptor, Set<String> files) {
        ByteSource source = contents.find(descriptor)
                .orElseThrow(() -> ImageException.invalid(contents.name(), 0, "it has no file '" + descriptor + "'"));
        OvfPackage read = new OvfReader().readPackage(ConfigFile.of(source));
        Set<String> all = new LinkedHashSet<>(files);
        all.add(descriptor);
        DiskFinder finder = new DiskFinder(contents, findings);
        Map<String, PackagedDisk> disks = new LinkedHashMap<>();
        Map<String, OvfFile> byHref = new LinkedHashMap<>();
        for (OvfFile file : read.files()) {
            byHref.putIfAbsent(file.href(), file);
            all.addAll(finder.check(file));
        }
        for (OvfDisk disk : read.disks()) {
            disk.file()
                    .flatMap(file -> finder.disk(file, disk))
                    .ifPresent(found -> disks.putIfAbsent(found.file(), found));
        }
        for (Reading machine : read.machines()) {
            for (Drive.Disk drive : machine.machine().disks()) {
                if (drive.medium() instanceof Medium.Image image
                        && byHref.get(image.reference()) instanceof OvfFile file) {
                    finder.disk(file, drive, image.format()).ifPresent(found -> disks.putIfAbsent(found.file(), found));
                }
            }
        }
        checkManifest(contents, descriptor, all);
        return new Appliance(
                contents.name(), descriptor, read.machines(), List.copyOf(disks.values()), read.notes(), findings);
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
