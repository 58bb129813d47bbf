package io.vmloom.worker.convert;

import io.vmloom.codec.Codec;
import io.vmloom.codec.Codecs;
import io.vmloom.codec.Compression;
import io.vmloom.codec.Compressor;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.range.WorkRange;
import io.vmloom.source.ByteSource;
import io.vmloom.testing.TestSource;
import io.vmloom.testing.apple.AppleCodecs;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A made-up source: extents of every kind over two files, and the guest bytes that they stand for. */
final class SourceFixture {
    /** Of those that stand in disk images. */
    private static final List<Codec> IN_IMAGES =
            Stream.of(Codec.values()).filter(codec -> codec != Codec.GZIP).toList();

    private static final int SECTOR = 512;
    private static final int UNIT = 64 << 10;
    private static final int PLAIN_BYTES = 12 << 20;

    private final SplittableRandom random;
    private final byte[] plain = new byte[PLAIN_BYTES];
    private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream guest = new ByteArrayOutputStream();
    private final List<Extent> extents = new ArrayList<>();
    private long dataBytes;

    SourceFixture(SplittableRandom random, int extentCount, int longestExtent) {
        this.random = random;
        random.nextBytes(plain);
        for (int i = 0; i < extentCount; i++) {
            int length = Math.max(SECTOR, random.nextInt(longestExtent) >>> random.nextInt(12) & -SECTOR);
            switch (random.nextInt(5)) {
                case 0, 1 -> addPlain(length);
                case 2, 3 -> addCompressed();
                default ->
                    add(new byte[length], random.nextBoolean() ? Mapping.Zero.INSTANCE : Mapping.Unallocated.INSTANCE);
            }
        }
    }

    private void addPlain(int length) {
        int host = random.nextInt(PLAIN_BYTES - length);
        add(Arrays.copyOfRange(plain, host, host + length), new Mapping.Data(0, new HostOffset(host)));
    }

    /** A unit whose stream is followed by slack, as metadata knows only a bound; sometimes only a part of it is used. */
    private void addCompressed() {
        Codec codec = IN_IMAGES.get(random.nextInt(IN_IMAGES.size()));
        boolean marked = codec == Codec.ZLIB;
        byte[] unit = new byte[UNIT];
        int host = random.nextInt(PLAIN_BYTES - UNIT);
        System.arraycopy(plain, host, unit, 0, random.nextInt(UNIT));
        byte[] stream = compress(codec, unit);
        int at = compressed.size();
        int slack = random.nextInt(SECTOR);
        int skip = random.nextInt(3) == 0 ? random.nextInt(UNIT / SECTOR) * SECTOR : 0;
        if (marked) {
            skip = 0;
            compressed.writeBytes(ByteBuffer.allocate(12)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(guest.size() / SECTOR)
                    .putInt(stream.length)
                    .array());
        }
        compressed.writeBytes(stream);
        compressed.writeBytes(new byte[slack]);
        CompressedUnit kind = new CompressedUnit(
                codec, marked ? CompressedUnit.Framing.SECTOR_MARKED : CompressedUnit.Framing.BARE, UNIT);
        int bound = compressed.size() - at;
        add(Arrays.copyOfRange(unit, skip, UNIT), new Mapping.Compressed(1, new HostOffset(at), bound, kind, skip));
    }

    private void add(byte[] bytes, Mapping mapping) {
        Extent extent = new Extent(new GuestOffset(guest.size()), bytes.length, mapping);
        extents.add(extent);
        dataBytes += extent.hasBytes() ? bytes.length : 0;
        guest.writeBytes(bytes);
    }

    private byte[] compress(Codec codec, byte[] unit) {
        return switch (codec) {
            case DEFLATE, ZLIB, GZIP, ZSTD -> compressAsTheProduct(codec, unit);
            case BZIP2, XZ, LZFSE, ADC -> AppleCodecs.compress(codec, unit, random);
        };
    }

    private static byte[] compressAsTheProduct(Codec codec, byte[] unit) {
        try (Compressor compressor = Codecs.compressor(new Compression(codec, 1))) {
            byte[] target = new byte[2 * UNIT];
            return Arrays.copyOf(target, compressor.compress(unit, 0, UNIT, target, 0, target.length));
        }
    }

    List<Extent> extents() {
        return extents;
    }

    WorkRange range() {
        return new WorkRange(0, GuestOffset.ZERO, guest.size(), dataBytes, extents);
    }

    List<ByteSource> members() {
        return List.of(TestSource.of("plain.img", plain), TestSource.of("compressed.img", compressed.toByteArray()));
    }

    byte[] guest() {
        return guest.toByteArray();
    }
}
