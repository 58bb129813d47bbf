package io.vmloom.appliance;

import io.vmloom.archive.TarBlocks;
import io.vmloom.digest.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Every byte of an OVA that is written, in order: descriptor, manifest, disks. All that is not disks is a few kilobytes, and
 * here; where disks come from, somebody else knows.
 */
public record OvaLayout(List<Run> runs) {
    /** Consecutive bytes. */
    public sealed interface Run {
        long lengthBytes();

        /** Headers, descriptor, manifest, padding. */
        record Bytes(ByteBuffer buffer) implements Run {
            @Override
            public long lengthBytes() {
                return buffer.remaining();
            }
        }

        /** A disk as a whole; they count from 0. */
        record Disk(int number, long lengthBytes) implements Run {}
    }

    public OvaLayout {
        runs = List.copyOf(runs);
    }

    /** @param stem the names of descriptor and manifest without their extensions */
    public static OvaLayout of(String stem, byte[] descriptor, List<PackedFile> disks) {
        List<ManifestText.Line> listed = new ArrayList<>();
        listed.add(described(stem, descriptor));
        disks.forEach(disk -> listed.add(new ManifestText.Line(disk.name(), disk.sha256())));
        Builder layout = new Builder();
        layout.file(stem + ".ovf", descriptor);
        layout.file(stem + ".mf", ManifestText.of(listed));
        for (int i = 0; i < disks.size(); i++) {
            layout.disk(i, disks.get(i));
        }
        return layout.end();
    }

    private static ManifestText.Line described(String stem, byte[] descriptor) {
        return new ManifestText.Line(
                stem + ".ovf", HexFormat.of().formatHex(Sha256.start().digest(descriptor)));
    }

    public long sizeBytes() {
        return runs.stream().mapToLong(Run::lengthBytes).sum();
    }

    /** All that is not disks. */
    public long bytesAroundDisks() {
        return runs.stream()
                .mapToLong(run -> run instanceof Run.Disk ? 0 : run.lengthBytes())
                .sum();
    }

    /**
     * No archive of such disks is larger.
     *
     * @param aroundDisks of a layout of as many disks that end where a block does
     */
    public static long mostBytes(long aroundDisks, List<Long> disks) {
        long all = aroundDisks;
        for (long bytes : disks) {
            all = Math.addExact(all, Math.addExact(bytes, TarBlocks.paddingBytes(bytes)));
        }
        return Math.addExact(all, TarBlocks.MAX_END_BYTES);
    }

    /** Puts runs together, of which no two of bytes follow each other. */
    private static final class Builder {
        private final List<Run> runs = new ArrayList<>();
        private final ByteArrayOutputStream between = new ByteArrayOutputStream();
        private long lengthBytes;

        private void file(String name, byte[] content) {
            bytes(TarBlocks.header(name, content.length));
            bytes(content);
            bytes(new byte[TarBlocks.paddingBytes(content.length)]);
        }

        private void disk(int number, PackedFile disk) {
            bytes(TarBlocks.header(disk.name(), disk.sizeBytes()));
            flush();
            runs.add(new Run.Disk(number, disk.sizeBytes()));
            lengthBytes = Math.addExact(lengthBytes, disk.sizeBytes());
            bytes(new byte[TarBlocks.paddingBytes(disk.sizeBytes())]);
        }

        private OvaLayout end() {
            bytes(new byte[TarBlocks.endBytes(lengthBytes)]);
            flush();
            return new OvaLayout(runs);
        }

        private void bytes(byte[] bytes) {
            between.writeBytes(bytes);
            lengthBytes += bytes.length;
        }

        private void flush() {
            if (between.size() > 0) {
                runs.add(new Run.Bytes(ByteBuffer.wrap(between.toByteArray()).asReadOnlyBuffer()));
                between.reset();
            }
        }
    }
}
