package io.vmloom.fuzz;

import io.vmloom.check.CheckReport;
import io.vmloom.check.Findings;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.DiskFormat;
import io.vmloom.format.ExtentChecker;
import io.vmloom.format.Formats;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What is fuzzed: the reader and checker of one format, whatever the file looks like; detection and all of them; or what stands around
 * disks.
 */
record Subject(String name, Opener opener, Function<ByteSource, CheckReport> checker) {
    interface Opener {
        DiskImage open(ByteSource source, OpenOptions options);
    }

    /** Every format with a reader, detection, extents of VMDK disks, packages, and configurations of machines. */
    static List<Subject> all() {
        Stream<Subject> readers = Formats.all().stream()
                .flatMap(format -> format.reader().map(reader -> forced(format, reader)).stream());
        return Stream.concat(Stream.of(detection(), extent(), appliance(), configuration()), readers)
                .toList();
    }

    static Subject named(String name) {
        return all().stream()
                .filter(subject -> subject.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing called " + name + ", only "
                        + all().stream().map(Subject::name).toList()));
    }

    private static Subject detection() {
        return new Subject(
                Detector.AUTO,
                (source, options) -> Detector.open(source, Detector.AUTO, options),
                source -> Detector.check(source, Detector.AUTO));
    }

    /** A piece of a disk that a descriptor describes, which is the file that it needs. */
    private static Subject extent() {
        return new Subject(
                "vmdk-extent",
                (source, options) -> {
                    DescribedExtent disk = new DescribedExtent(source);
                    return Detector.open(
                            disk.descriptor(),
                            Detector.AUTO,
                            new OpenOptions(options.snapshot(), disk, options.policy()));
                },
                source -> new Findings().report("vmdk"));
    }

    private static Subject appliance() {
        return new Subject(
                "ova",
                (source, options) -> Detector.open(PackagedImage.in(source), Detector.AUTO, options),
                source -> Detector.check(PackagedImage.in(source), Detector.AUTO));
    }

    private static Subject configuration() {
        return new Subject(
                "machine",
                (source, options) -> {
                    throw WrittenMachine.of(source);
                },
                source -> {
                    throw WrittenMachine.of(source);
                });
    }

    private static Subject forced(DiskFormat format, ImageReader reader) {
        return new Subject(
                format.name(),
                reader::open,
                source -> format.checker()
                        .orElseGet(() -> new ExtentChecker(reader, ExtentChecker.Structures.NONE))
                        .check(source));
    }

    @Override
    public String toString() {
        return name;
    }
}
