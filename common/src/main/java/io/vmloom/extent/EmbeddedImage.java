package io.vmloom.extent;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.source.ByteSource;
import io.vmloom.source.Section;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image whose files lie inside a larger one, such as an archive: its extents tell where in the larger file their bytes
 * are, so that whoever reads them knows nothing of sections.
 *
 * @param image some of whose members are {@link Section}s
 */
public record EmbeddedImage(DiskImage image) implements DiskImage {
    /** The image as it lies in whole files; itself when none of its members is a section. */
    public static DiskImage of(DiskImage image) {
        if (image.members().stream().noneMatch(Section.class::isInstance)) {
            return image;
        }
        return image instanceof ChainImage(DiskImage upper, DiskImage lower)
                ? new ChainImage(of(upper), of(lower))
                : new EmbeddedImage(image);
    }

    @Override
    public String format() {
        return image.format();
    }

    @Override
    public long virtualBytes() {
        return image.virtualBytes();
    }

    /** The whole files. */
    @Override
    public List<ByteSource> members() {
        return image.members().stream()
                .map(member -> member instanceof Section section ? section.whole() : member)
                .toList();
    }

    @Override
    public int compressedUnitBytes() {
        return image.compressedUnitBytes();
    }

    @Override
    public long mappingUnitBytes() {
        return image.mappingUnitBytes();
    }

    @Override
    public Optional<Parent> parent() {
        return image.parent();
    }

    @Override
    public List<String> identities() {
        return image.identities();
    }

    @Override
    public List<DiskImage> pieces() {
        return image.pieces();
    }

    @Override
    public Map<Integer, DiskCipher> ciphers() {
        return image.ciphers();
    }

    @Override
    public boolean keyIsProven() {
        return image.keyIsProven();
    }

    @Override
    public Optional<List<DirtyBitmap>> bitmaps() {
        return image.bitmaps();
    }

    @Override
    public Map<String, String> details() {
        return image.details();
    }

    @Override
    public ExtentCursor extents(GuestOffset from) {
        long[] starts = image.members().stream()
                .mapToLong(member -> member instanceof Section section ? section.start() : 0)
                .toArray();
        ExtentCursor cursor = image.extents(from);
        return () -> cursor.next()
                .map(extent -> new Extent(extent.start(), extent.lengthBytes(), moved(extent.mapping(), starts)));
    }

    /** Sectors keep the numbers that they are encrypted by, also where those count from the begin of the image's file. */
    private static Mapping moved(Mapping mapping, long[] starts) {
        return switch (mapping) {
            case Mapping.Data(int member, HostOffset host) -> new Mapping.Data(member, host.plus(starts[member]));
            case Mapping.Encrypted(int member, HostOffset host, long position, int sectorBytes) ->
                new Mapping.Encrypted(member, host.plus(starts[member]), position, sectorBytes);
            case Mapping.Compressed(int member, HostOffset host, int maxLengthBytes, CompressedUnit unit, int skip) ->
                new Mapping.Compressed(member, host.plus(starts[member]), maxLengthBytes, unit, skip);
            case Mapping.Zero zero -> zero;
            case Mapping.Unallocated unallocated -> unallocated;
            case Mapping.Lost lost -> lost;
        };
    }
}
