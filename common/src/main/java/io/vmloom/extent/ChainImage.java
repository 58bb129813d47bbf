package io.vmloom.extent;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two images as one disk: what is unallocated in the upper one is taken from the lower one, and zero behind its end.
 *
 * @param lower itself complete
 */
public record ChainImage(DiskImage upper, DiskImage lower) implements DiskImage {
    @Override
    public String format() {
        return upper.format();
    }

    @Override
    public long virtualBytes() {
        return upper.virtualBytes();
    }

    @Override
    public List<ByteSource> members() {
        return Stream.concat(upper.members().stream(), lower.members().stream()).toList();
    }

    @Override
    public List<DiskImage> pieces() {
        return Stream.concat(upper.pieces().stream(), lower.pieces().stream()).toList();
    }

    @Override
    public int compressedUnitBytes() {
        return Math.max(upper.compressedUnitBytes(), lower.compressedUnitBytes());
    }

    @Override
    public long mappingUnitBytes() {
        return upper.mappingUnitBytes();
    }

    @Override
    public Optional<List<DirtyBitmap>> bitmaps() {
        return upper.bitmaps();
    }

    @Override
    public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>(upper.details());
        String further = lower.details().getOrDefault("backing", "");
        String backing = lower.members().getFirst().name() + " (" + lower.format() + ")";
        details.put("backing", further.isEmpty() ? backing : backing + " → " + further);
        return Collections.unmodifiableMap(details);
    }

    @Override
    public boolean keyIsProven() {
        return upper.keyIsProven() && lower.keyIsProven();
    }

    @Override
    public Map<Integer, DiskCipher> ciphers() {
        return MemberCiphers.of(List.of(), List.of(upper, lower));
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        return new ChainCursor(
                upper.extents(from), new LowerCursor(lower, upper.members().size()));
    }
}
