package io.vmloom.testing;

import io.vmloom.cipher.SectorCipher;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.ExtentCursor;
import io.vmloom.extent.Mapping;
import io.vmloom.unit.GuestOffset;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Turns an image into the guest's bytes by the simplest means, checking the promises of its cursor on the way. */
public final class Materializer {
    private static final int COPY_BYTES = 1 << 20;

    private Materializer() {}

    /** All guest bytes; for small disks. */
    public static byte[] bytes(DiskImage image) {
        return bytes(image, 0);
    }

    /** The guest bytes from an offset on, by a cursor that is opened there. */
    public static byte[] bytes(DiskImage image, long fromGuestOffset) {
        byte[] guest = new byte[Math.toIntExact(image.virtualBytes() - fromGuestOffset)];
        ByteBuffer left = ByteBuffer.wrap(guest);
        write(image, fromGuestOffset, new OutputStream() {
            @Override
            public void write(int one) {
                left.put((byte) one);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                left.put(bytes, offset, length);
            }
        });
        return guest;
    }

    /** The extents from an offset on, which leave no gap and end with the disk. */
    public static List<Extent> extents(DiskImage image, long fromGuestOffset) {
        List<Extent> extents = new ArrayList<>();
        ExtentCursor cursor = image.extents(new GuestOffset(fromGuestOffset));
        long expected = fromGuestOffset;
        for (Optional<Extent> next = cursor.next(); next.isPresent(); next = cursor.next()) {
            Extent extent = next.get();
            check(extent.start().bytes() == expected, "extent must begin where the last one ended", extent);
            expected = extent.end().bytes();
            check(expected <= image.virtualBytes(), "extent must lie inside the disk", extent);
            extents.add(extent);
        }
        if (expected != image.virtualBytes()) {
            throw new AssertionError("extents end at " + expected + " of " + image.virtualBytes());
        }
        return extents;
    }

    /** Writes the guest as a raw file with holes. */
    public static void writeRaw(DiskImage image, Path target) {
        try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
            file.setLength(0);
            file.setLength(image.virtualBytes());
            OutputStream out = Channels.newOutputStream(file.getChannel());
            for (Extent extent : extents(image, 0)) {
                if (extent.hasBytes()) {
                    file.seek(extent.start().bytes());
                    writeExtent(image, extent, out);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The digest of all guest bytes in lower-case hex, as md5sum or sha256sum print it for a raw disk. */
    public static String digest(DiskImage image, String algorithm) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            write(image, 0, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    public static String md5(DiskImage image) {
        return digest(image, "MD5");
    }

    /** Writes the guest bytes from an offset on. */
    public static void write(DiskImage image, long fromGuestOffset, OutputStream out) {
        try {
            for (Extent extent : extents(image, fromGuestOffset)) {
                writeExtent(image, extent, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeExtent(DiskImage image, Extent extent, OutputStream out) throws IOException {
        switch (extent.mapping()) {
            case Mapping.Data(int member, var host) -> {
                for (long done = 0; done < extent.lengthBytes(); done += COPY_BYTES) {
                    byte[] bytes = new byte[(int) Math.min(COPY_BYTES, extent.lengthBytes() - done)];
                    image.members().get(member).read(host.bytes() + done, ByteBuffer.wrap(bytes));
                    out.write(bytes);
                }
            }
            case Mapping.Encrypted encrypted -> {
                SectorCipher cipher =
                        SectorCipher.of(Objects.requireNonNull(image.ciphers().get(encrypted.member())));
                int step = COPY_BYTES - encrypted.skipBytes();
                for (long done = 0; done < extent.lengthBytes(); ) {
                    int length = (int) Math.min(step, extent.lengthBytes() - done);
                    Extent part = extent.slice(done, length);
                    out.write(decrypted(image, cipher, (Mapping.Encrypted) part.mapping(), length));
                    done += length;
                    step = COPY_BYTES;
                }
            }
            case Mapping.Compressed compressed -> {
                check(
                        compressed.skipBytes() + extent.lengthBytes()
                                <= compressed.unit().decodedBytes(),
                        "extent must lie inside its compressed unit",
                        extent);
                check(
                        compressed.unit().decodedBytes() <= image.compressedUnitBytes(),
                        "compressed unit must not pass the image's",
                        extent);
                out.write(UnitDecoder.decode(image, extent, compressed), compressed.skipBytes(), (int)
                        extent.lengthBytes());
            }
            case Mapping.Zero zero -> writeZeros(extent.lengthBytes(), out);
            case Mapping.Unallocated unallocated -> writeZeros(extent.lengthBytes(), out);
            case Mapping.Lost lost -> writeZeros(extent.lengthBytes(), out);
        }
    }

    private static byte[] decrypted(DiskImage image, SectorCipher cipher, Mapping.Encrypted part, int lengthBytes) {
        byte[] stored = new byte[(int) part.storedBytes(lengthBytes)];
        image.members().get(part.member()).read(part.host().bytes() - part.skipBytes(), ByteBuffer.wrap(stored));
        byte[] plain = new byte[stored.length];
        cipher.decrypt(stored, 0, plain, 0, stored.length, part.position() - part.skipBytes());
        return Arrays.copyOfRange(plain, part.skipBytes(), part.skipBytes() + lengthBytes);
    }

    private static void writeZeros(long lengthBytes, OutputStream out) throws IOException {
        byte[] zeros = new byte[(int) Math.min(COPY_BYTES, lengthBytes)];
        for (long done = 0; done < lengthBytes; done += zeros.length) {
            out.write(zeros, 0, (int) Math.min(zeros.length, lengthBytes - done));
        }
    }

    private static void check(boolean condition, String rule, Extent extent) {
        if (!condition) {
            throw new AssertionError(rule + ", got: " + extent);
        }
    }
}
