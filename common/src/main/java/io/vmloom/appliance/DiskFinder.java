package io.vmloom.appliance;

import io.vmloom.appliance.PackageFinding.Kind;
import io.vmloom.archive.ChunkNames;
import io.vmloom.machine.ovf.OvfFile;
import io.vmloom.source.ByteSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the files that a descriptor names, in one piece or in several. */
final class DiskFinder {
    private static final int MAX_PIECES = 100_000;

    private final Contents contents;
    private final List<PackageFinding> findings;
    private final Map<String, List<ByteSource>> found = new LinkedHashMap<>();

    DiskFinder(Contents contents, List<PackageFinding> findings) {
        this.contents = contents;
        this.findings = findings;
    }

    /** Looks for a file, and says what is wrong with it; the names of its pieces. */
    List<String> check(OvfFile file) {
        Optional<ByteSource> whole = file.chunkBytes().isPresent() ? Optional.empty() : contents.find(file.href());
        List<String> names = new ArrayList<>();
        List<ByteSource> pieces = new ArrayList<>();
        if (whole.isPresent()) {
            names.add(file.href());
            pieces.add(whole.get());
        } else {
            collect(file, names, pieces);
        }
        found.put(file.href(), pieces);
        if (pieces.isEmpty()) {
            findings.add(new PackageFinding(
                    Kind.MISSING, file.href(), "is named by the descriptor, and is no file of the package"));
        } else {
            checkSize(file, pieces);
        }
        return names;
    }

    /** Empty when no file is there. */
    Optional<PackagedDisk> disk(OvfFile file, String format, OptionalLong virtualBytes) {
        List<ByteSource> pieces = found.getOrDefault(file.href(), List.of());
        return pieces.isEmpty()
                ? Optional.empty()
                : Optional.of(new PackagedDisk(
                        contents.member(file.href()),
                        format,
                        virtualBytes,
                        bytes(pieces),
                        file.compression(),
                        pieces.size()));
    }

    private void collect(OvfFile file, List<String> names, List<ByteSource> pieces) {
        for (int number = 0; number < MAX_PIECES; number++) {
            String name = ChunkNames.of(file.href(), number);
            Optional<ByteSource> piece = contents.find(name);
            if (piece.isEmpty()) {
                break;
            }
            names.add(name);
            pieces.add(piece.get());
        }
        if (pieces.isEmpty()) {
            contents.find(file.href()).ifPresent(whole -> {
                names.add(file.href());
                pieces.add(whole);
            });
        }
    }

    private void checkSize(OvfFile file, List<ByteSource> pieces) {
        long bytes = bytes(pieces);
        if (file.sizeBytes().isPresent() && file.sizeBytes().getAsLong() != bytes) {
            findings.add(new PackageFinding(
                    Kind.WRONG,
                    file.href(),
                    "has " + bytes + " bytes, and the descriptor says "
                            + file.sizeBytes().getAsLong()));
        }
    }

    private static long bytes(List<ByteSource> pieces) {
        return pieces.stream().mapToLong(ByteSource::sizeBytes).sum();
    }
}
