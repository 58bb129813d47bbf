package io.vmloom.worker.convert;

import io.vmloom.source.ByteSource;
import io.vmloom.source.JoinedSource;
import io.vmloom.source.Section;
import io.vmloom.store.FileRange;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be unpacked, which may lie in pieces.
 *
 * @param content the pieces, one behind the other
 * @param files that they lie in, closed with this
 */
record PackedFile(ByteSource content, List<ByteSource> files) implements AutoCloseable {
    static PackedFile open(Stores stores, List<FileRange> pieces) {
        Map<ObjectVersion, ByteSource> files = new HashMap<>();
        try {
            List<ByteSource> parts = pieces.stream()
                    .map(piece -> part(piece, files.computeIfAbsent(piece.file(), stores::open)))
                    .toList();
            ByteSource content = parts.size() == 1
                    ? parts.getFirst()
                    : new JoinedSource(parts.getFirst().name(), parts);
            return new PackedFile(content, List.copyOf(files.values()));
        } catch (RuntimeException e) {
            files.values().forEach(ByteSource::close);
            throw e;
        }
    }

    private static ByteSource part(FileRange piece, ByteSource file) {
        return piece.isWhole() ? file : new Section(file, piece.start(), piece.lengthBytes(), file.name());
    }

    @Override
    public void close() {
        files.forEach(ByteSource::close);
    }
}
