package io.vmloom.fuzz;

import io.vmloom.format.Detector;
import io.vmloom.source.AllowedFile;
import io.vmloom.source.ByteSource;
import io.vmloom.source.FileGate;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** A VMDK disk of one extent, which is the file that is fuzzed, whatever name the descriptor has for it. */
record DescribedExtent(ByteSource extent) implements FileGate {
    private static final String DESCRIPTOR = """
            # Disk DescriptorFile
            version=1
            CID=1
            parentCID=ffffffff
            createType="custom"
            RW 128 %s "extent"
            """;

    SparseFile descriptor() {
        byte[] text = DESCRIPTOR.formatted(type()).getBytes(StandardCharsets.US_ASCII);
        SparseFile file = new SparseFile(OtherFiles.NAME, text.length);
        file.put(0, text, 0, text.length);
        return file;
    }

    /** As its first byte says. */
    private String type() {
        ByteBuffer first = ByteBuffer.allocate((int) Math.min(1, extent.sizeBytes()));
        extent.read(0, first);
        return switch (first.capacity() == 0 ? 0 : first.get(0)) {
            case 'C' -> "VMFSSPARSE";
            case (byte) 0xbe -> "SESPARSE";
            default -> "SPARSE";
        };
    }

    @Override
    public Optional<AllowedFile> named(String reference) {
        return Optional.of(new AllowedFile(extent, Detector.AUTO));
    }

    @Override
    public List<AllowedFile> all() {
        return List.of();
    }
}
