package io.vmloom.coordinator.pipeline;

import io.vmloom.appliance.OvaLayout;
import io.vmloom.appliance.PackedFile;
import io.vmloom.store.Content;
import io.vmloom.store.FileRange;
import io.vmloom.store.ObjectVersion;
import io.vmloom.task.Piece;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A package as it is to be.
 *
 * @param disks in the order of the layout
 * @param files the disks as files of the package
 */
record PackagePlan(OvaLayout layout, List<PackedDisk> disks, List<PackedFile> files) {
    PackagePlan {
        disks = List.copyOf(disks);
        files = List.copyOf(files);
    }

    long sizeBytes() {
        return layout.sizeBytes();
    }

    /** Equal for equal bytes. */
    String hash() {
        TextHash hash = new TextHash("package");
        for (OvaLayout.Run run : layout.runs()) {
            switch (run) {
                case OvaLayout.Run.Bytes(ByteBuffer buffer) -> hash.bytes(buffer);
                case OvaLayout.Run.Disk(int number, long _) ->
                    hash.line(files.get(number).sha256());
            }
        }
        return hash.hex();
    }

    /** @param bytes makes pieces of what is no disk */
    List<Piece> pieces(Function<Content, List<Piece>> bytes) {
        List<Piece> pieces = new ArrayList<>();
        for (OvaLayout.Run run : layout.runs()) {
            switch (run) {
                case OvaLayout.Run.Bytes(ByteBuffer buffer) -> pieces.addAll(bytes.apply(Content.of(buffer)));
                case OvaLayout.Run.Disk(int number, long lengthBytes) ->
                    pieces.add(new Piece.Staged(disks.get(number).version(), 0, lengthBytes));
            }
        }
        return pieces;
    }

    /** Where the disks are in an archive of this layout. */
    List<FileRange> ranges(ObjectVersion archive) {
        List<FileRange> ranges = new ArrayList<>();
        long at = 0;
        for (OvaLayout.Run run : layout.runs()) {
            if (run instanceof OvaLayout.Run.Disk(int _, long lengthBytes)) {
                ranges.add(new FileRange(archive, at, lengthBytes));
            }
            at += run.lengthBytes();
        }
        return ranges;
    }

    List<String> hashes() {
        return files.stream().map(PackedFile::sha256).toList();
    }
}
