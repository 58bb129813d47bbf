package io.vmloom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.extent.DiskImage;
import io.vmloom.format.Detector;
import io.vmloom.format.OpenOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A target that a test writes, beside the raw disk that is expected in it, and what readers make of it. */
public record WrittenDisk(Path folder, String format) {
    private static final long AROUND_UNITS = 64;

    public Path target() {
        return folder.resolve("disk." + format);
    }

    /** The expected disk. */
    public Path raw() {
        return folder.resolve("guest.raw");
    }

    /** Says what is expected: a guest, rounded up to sectors. */
    public WrittenDisk expecting(SparseGuest guest) throws IOException {
        guest.writeRaw(raw());
        return this;
    }

    /** Says what is expected: a guest, and zeros behind it up to the disk's size. */
    public WrittenDisk expecting(SparseGuest guest, long virtualBytes) throws IOException {
        guest.writeRaw(raw(), virtualBytes);
        return this;
    }

    /** By our own reader, to the byte. */
    public WrittenDisk weReadIt() throws IOException {
        Path read = folder.resolve("read.raw");
        try (TestSource source = TestSource.of(target());
                var out = Files.newOutputStream(read)) {
            DiskImage image = Detector.open(source, format, OpenOptions.DEFAULT);
            assertThat(image.virtualBytes()).isEqualTo(Files.size(raw()));
            Materializer.write(image, 0, out);
        }
        assertThat(Files.mismatch(read, raw())).isEqualTo(-1);
        return this;
    }

    /** By our own check, leaks and other doubts included. */
    public WrittenDisk weFindNoFault() {
        try (TestSource source = TestSource.of(target())) {
            assertThat(Detector.check(source, format).first()).isEmpty();
        }
        return this;
    }

    /** Its size too: where sizes differ and the rest is zero, {@code qemu-img} says so but does not fail. */
    public WrittenDisk qemuReadsIt() {
        assertThat(Peers.run("qemu-img", "compare", "-f", "raw", "-F", format, raw(), target())
                        .output())
                .isEqualToIgnoringNewLines("Images are identical.");
        return this;
    }

    /**
     * By qemu-img around all that the guest holds and at both ends, and as a whole by our own reader: for a disk of so many
     * units that qemu-img would ask for each of them for minutes.
     */
    public WrittenDisk qemuReadsItAround(SparseGuest guest) throws IOException {
        assertThat(QemuImg.virtualBytes(format, target())).isEqualTo(Files.size(raw()));
        long unitBytes = guest.unitBytes();
        SortedSet<Long> units = new TreeSet<>(guest.units().keySet());
        units.addAll(List.of(0L, (guest.sizeBytes() - 1) / unitBytes));
        long last = units.last();
        long first = units.first();
        long previous = first;
        for (long unit : units) {
            if (unit > previous + AROUND_UNITS) {
                compareUnits(first, previous, unitBytes);
                first = unit;
            }
            previous = unit;
        }
        compareUnits(first, last, unitBytes);

        Path read = folder.resolve("read.raw");
        try (TestSource source = TestSource.of(target())) {
            Materializer.writeRaw(Detector.open(source, format, OpenOptions.DEFAULT), read);
        }
        Peers.run("qemu-img", "compare", "-f", "raw", "-F", "raw", raw(), read);
        return this;
    }

    private void compareUnits(long first, long last, long unitBytes) throws IOException {
        long offset = Math.max(0, first - AROUND_UNITS) * unitBytes;
        long end = Math.min(Files.size(raw()), (last + 1 + AROUND_UNITS) * unitBytes);
        String part = "driver=raw,offset=" + offset + ",size=" + (end - offset) + ",file.driver=";
        Peers.run(
                "qemu-img",
                "compare",
                "--image-opts",
                part + "file,file.filename=" + raw(),
                part + format + ",file.file.driver=file,file.file.filename=" + target());
    }

    public WrittenDisk qemuFindsNoFault() {
        Peers.run("qemu-img", "check", "-q", "-f", format, target());
        return this;
    }

    public WrittenDisk vhdiinfoSaysItsSize() throws IOException {
        assertThat(Peers.run("vhdiinfo", target()).output()).contains("(" + Files.size(raw()) + " bytes)");
        return this;
    }

    /** Extracted and compared to the byte. */
    public WrittenDisk sevenZipReadsIt(String type) throws IOException {
        Path extracted = folder.resolve("7z");
        Peers.run("7zz", "x", "-y", "-t" + type, "-o" + extracted, target());
        try (Stream<Path> files = Files.list(extracted)) {
            Path only = files.findFirst().orElseThrow();
            assertThat(Files.mismatch(only, raw())).isEqualTo(-1);
            Files.delete(only);
        }
        return this;
    }
}
