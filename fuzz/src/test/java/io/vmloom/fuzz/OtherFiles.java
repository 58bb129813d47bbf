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

/** What images may need besides themselves: an extent of a split VMDK for names that say so, and else a small raw disk. */
final class OtherFiles implements FileGate {
    static final String NAME = "other.img";
    private static final int RAW_BYTES = 64 << 10;
    private static final byte[] EXTENT = read("vmdk-extent/hosted-sparse");

    private final Map<String, AllowedFile> opened = new HashMap<>();

    @Override
    public Optional<AllowedFile> named(String reference) {
        return Optional.of(opened.computeIfAbsent(
                reference,
                name -> new AllowedFile(
                        name.contains("-s0") ? FuzzInput.file(NAME, EXTENT) : new SparseFile(NAME, RAW_BYTES),
                        Detector.AUTO)));
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
