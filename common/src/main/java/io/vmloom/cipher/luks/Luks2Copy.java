package io.vmloom.cipher.luks;

import io.vmloom.error.ImageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One of the two copies of a version 2 header, whose checksum is right.
 *
 * @param bytes all of it
 * @see <a href="https://gitlab.com/cryptsetup/LUKS2-docs">LUKS2 On-Disk Format Specification, section 2.1</a>
 */
record Luks2Copy(ByteBuffer bytes, long at, long sequence) {
    /** The binary part; the rest is JSON. */
    static final int BINARY_BYTES = 4096;

    static final byte[] SECOND_MAGIC = {'S', 'K', 'U', 'L', (byte) 0xba, (byte) 0xbe};
    static final int VERSION = 2;
    private static final int VERSION_AT = 6;
    private static final int SIZE_AT = 8;
    private static final int SEQUENCE_AT = 16;
    static final int HASH_AT = 72;
    private static final int HASH_BYTES = 32;
    static final int SALT_AT = 104;
    static final int UUID_AT = 168;
    private static final int UUID_BYTES = 40;
    static final int OFFSET_AT = 256;
    static final int CHECKSUM_AT = 448;
    private static final int CHECKSUM_BYTES = 64;
    static final int MIN_BITS = 14;
    private static final int MAX_BITS = 22;

    /** The newer of those that are intact: a program that changes them does one after the other. */
    static Luks2Copy newest(HeaderBytes place) {
        Optional<Luks2Copy> first = read(place, 0, LuksHeader.MAGIC);
        Stream<Long> seconds = first.isPresent()
                ? Stream.of((long) first.get().bytes().capacity())
                : IntStream.rangeClosed(MIN_BITS, MAX_BITS).mapToObj(bits -> 1L << bits);
        List<Luks2Copy> intact = Stream.concat(
                        first.stream(), seconds.flatMap(at -> read(place, at, SECOND_MAGIC).stream()))
                .toList();
        return intact.stream()
                .max(Comparator.comparingLong(Luks2Copy::sequence))
                .orElseThrow(() -> place.invalid(0, "neither copy of the header has the right checksum"));
    }

    /** Empty when it is not intact. */
    private static Optional<Luks2Copy> read(HeaderBytes place, long at, byte[] magic) {
        try {
            ByteBuffer start = place.read(at, BINARY_BYTES, "the header");
            byte[] found = new byte[magic.length];
            start.get(0, found);
            long size = start.getLong(SIZE_AT);
            if (!Arrays.equals(found, magic)
                    || start.getShort(VERSION_AT) != VERSION
                    || size < 1L << MIN_BITS
                    || size > 1L << MAX_BITS
                    || at != 0 && size != at
                    || start.getLong(OFFSET_AT) != at) {
                return Optional.empty();
            }
            ByteBuffer bytes = place.read(at, (int) size, "the header");
            return checksumIsRight(bytes)
                    ? Optional.of(new Luks2Copy(bytes, at, bytes.getLong(SEQUENCE_AT)))
                    : Optional.empty();
        } catch (ImageException _) {
            return Optional.empty(); // it would lie outside of the file
        }
    }

    private static boolean checksumIsRight(ByteBuffer bytes) {
        Optional<Hash> hash = Hash.named(HeaderBytes.text(bytes, HASH_AT, HASH_BYTES));
        if (hash.isEmpty()) {
            return false;
        }
        byte[] copy = new byte[bytes.capacity()];
        bytes.get(0, copy);
        byte[] stored =
                Arrays.copyOfRange(copy, CHECKSUM_AT, CHECKSUM_AT + hash.get().bytes());
        Arrays.fill(copy, CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_BYTES, (byte) 0);
        return MessageDigest.isEqual(stored, hash.get().digest().digest(copy));
    }

    String uuid() {
        return HeaderBytes.text(bytes, UUID_AT, UUID_BYTES);
    }

    /** What stands behind the binary part, up to the first zero. */
    String json() {
        int end = BINARY_BYTES;
        while (end < bytes.capacity() && bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - BINARY_BYTES];
        bytes.get(BINARY_BYTES, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
