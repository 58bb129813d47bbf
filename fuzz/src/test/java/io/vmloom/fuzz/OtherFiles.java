package io.vmloom.fuzz;

import io.vmloom.format.Detector;
import io.vmloom.source.AllowedFile;
import io.vmloom.source.FileGate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What images may need besides themselves, by what their names say: pieces of a VMDK or a Parallels disk, or raw disks. */
final class OtherFiles implements FileGate {
    static final String NAME = "other.img";
    private static final int RAW_BYTES = 64 << 10;
    private static final byte[] EXTENT = read("vmdk-extent/hosted-sparse");
    private static final byte[] EXPANDABLE = read("parallels/disk-of-64-kib");

    private final Map<String, AllowedFile> opened = new HashMap<>();

    @Override
    public Optional<AllowedFile> named(String reference) {
        return Optional.of(opened.computeIfAbsent(reference, name -> new AllowedFile(file(name), Detector.AUTO)));
    }

    private static SparseFile file(String reference) {
        if (reference.contains("-s0")) {
            return FuzzInput.file(NAME, EXTENT);
        }
        return reference.endsWith(".hdd") ? FuzzInput.file(NAME, EXPANDABLE) : new SparseFile(NAME, RAW_BYTES);
    }

    @Override
    public List<AllowedFile> all() {
        return List.of();
    }

    private static byte[] read(String seed) {
        try {
            return Files.readAllBytes(Inputs.seed(seed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
