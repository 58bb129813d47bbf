package io.vmloom.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.GuestOffset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads a guest through its extents with the JDK's inflater, independently of the codecs under test. */
public final class GuestContent {
    private GuestContent() {}

    public static List<Extent> extents(DiskImage image, long from) {
        List<Extent> extents = new ArrayList<>();
        ExtentCursor cursor = image.extents(new GuestOffset(from));
        long expected = from;
        for (Optional<Extent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
            assertThat(next.get().start().bytes()).as("extents leave no gap").isEqualTo(expected);
            expected = next.get().end().bytes();
            extents.add(next.get());
        }
        assertThat(expected).as("extents end with the disk").isEqualTo(image.virtualBytes());
        return extents;
    }

    public static byte[] of(DiskImage image) {
        return from(image, 0);
    }

    /** The guest from an offset on. */
    public static byte[] from(DiskImage image, long offset) {
        byte[] guest = new byte[Math.toIntExact(image.virtualBytes() - offset)];
        for (Extent extent : extents(image, offset)) {
            if (extent.hasBytes()) {
                byte[] bytes = bytes(image, extent);
                System.arraycopy(bytes, 0, guest, Math.toIntExact(extent.start().bytes() - offset), bytes.length);
            }
        }
        return guest;
    }

    /** MD5 of the whole guest, in hex. */
    public static String md5(DiskImage image) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            byte[] zeros = new byte[1 << 20];
            for (Extent extent : extents(image, 0)) {
                if (extent.hasBytes()) {
                    md5.update(bytes(image, extent));
                    continue;
                }
                for (long left = extent.lengthBytes(); left > 0; left -= zeros.length) {
                    md5.update(zeros, 0, (int) Math.min(left, zeros.length));
                }
            }
            return HexFormat.of().formatHex(md5.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the guest as a raw file with holes. */
    public static void writeRaw(DiskImage image, Path target) {
        try (FileChannel file = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (Extent extent : extents(image, 0)) {
                if (extent.hasBytes()) {
                    file.write(
                            ByteBuffer.wrap(bytes(image, extent)),
                            extent.start().bytes());
                }
            }
            if (file.size() < image.virtualBytes()) {
                file.write(ByteBuffer.allocate(1), image.virtualBytes() - 1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(DiskImage image, Extent extent) {
        int length = Math.toIntExact(extent.lengthBytes());
        return switch (extent.mapping()) {
            case Mapping.Data(int member, var host) -> read(image.members().get(member), host.bytes(), length);
            case Mapping.Compressed compressed -> {
                byte[] unit = inflate(image, extent.start().bytes() - compressed.skipBytes(), compressed);
                yield Arrays.copyOfRange(unit, compressed.skipBytes(), compressed.skipBytes() + length);
            }
            case Mapping.Zero zero -> new byte[length];
            case Mapping.Unallocated unallocated -> new byte[length];
        };
    }

    private static byte[] inflate(DiskImage image, long unitOffset, Mapping.Compressed compressed) {
        ByteBuffer stored = ByteBuffer.wrap(read(
                        image.members().get(compressed.member()),
                        compressed.host().bytes(),
                        compressed.maxLengthBytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(stored.getLong(0)).as("guest sector in the grain's marker").isEqualTo(unitOffset / 512);
        int streamLength = stored.getInt(8);
        assertThat(streamLength).as("stream fits the bound").isLessThanOrEqualTo(compressed.maxLengthBytes() - 12);
        byte[] unit = new byte[compressed.unit().decodedBytes()];
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(stored.array(), 12, streamLength);
            assertThat(inflater.inflate(unit)).isEqualTo(unit.length);
        } catch (DataFormatException e) {
            throw new AssertionError("grain at guest 0x" + Long.toHexString(unitOffset), e);
        }
        return unit;
    }

    private static byte[] read(ByteSource source, long offset, int length) {
        byte[] bytes = new byte[length];
        source.read(offset, ByteBuffer.wrap(bytes));
        return bytes;
    }
}
