package io.vmloom.worker.convert;

import io.vmloom.codec.Codec;
import io.vmloom.codec.CodecException;
import io.vmloom.codec.Codecs;
import io.vmloom.codec.Decompressor;
import io.vmloom.error.ImageException;
import io.vmloom.extent.CompressedUnit;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Expands compressed units, the framing around them included; keeps the last one. Not thread-safe. */
final class UnitDecoder implements AutoCloseable {
    private static final int MARKER_BYTES = 12;
    private static final int SECTOR_BYTES = 512;

    private final Map<Codec, Decompressor> decompressors = new EnumMap<>(Codec.class);
    private byte[] decoded = new byte[0];
    private Optional<Place> last = Optional.empty();

    /** Everything that decides about the outcome, so that what is refused on its own is refused behind another too. */
    private record Place(int member, long hostOffset, int maxLength, CompressedUnit unit, long guestOffset) {}

    /** The whole unit that the extent is a part of; its arrays are reused by the next call. */
    SourceUnit decode(Extent extent, Mapping.Compressed compressed, FetchedWindow fetched, String file) {
        Codec codec = compressed.unit().codec();
        int decodedBytes = compressed.unit().decodedBytes();
        Place place = new Place(
                compressed.member(),
                compressed.host().bytes(),
                compressed.maxLengthBytes(),
                compressed.unit(),
                extent.start().bytes() - compressed.skipBytes());
        if (last.filter(place::equals).isPresent()) {
            return new SourceUnit(decoded, decodedBytes, Optional.empty());
        }
        last = Optional.empty();
        FetchedWindow.Block block =
                fetched.block(compressed.member(), compressed.host().bytes(), compressed.maxLengthBytes());
        int offset = Math.toIntExact(compressed.host().bytes() - block.fetch().hostOffset());
        int length = compressed.maxLengthBytes();
        if (compressed.unit().framing() == CompressedUnit.Framing.SECTOR_MARKED) {
            length = markedLength(extent, compressed, block.bytes(), offset, file);
            offset += MARKER_BYTES;
        }
        if (decoded.length < decodedBytes) {
            decoded = new byte[decodedBytes];
        }
        int streamBytes;
        try {
            streamBytes = decompressors
                    .computeIfAbsent(codec, Codecs::decompressor)
                    .decompress(block.bytes(), offset, length, decoded, 0, decodedBytes);
        } catch (CodecException e) {
            throw ImageException.invalid(
                    file, compressed.host().bytes(), "compressed data of " + extent.start() + ": " + e.getMessage());
        }
        last = Optional.of(place);
        return new SourceUnit(
                decoded,
                decodedBytes,
                streamBytes == Decompressor.UNSURE
                        ? Optional.empty()
                        : Optional.of(new SourceUnit.Stream(codec, block.bytes(), offset, streamBytes)));
    }

    /** Forgets the last unit, whose source may have changed since. */
    void forget() {
        last = Optional.empty();
    }

    private static int markedLength(
            Extent extent, Mapping.Compressed compressed, byte[] bytes, int offset, String file) {
        if (compressed.maxLengthBytes() < MARKER_BYTES) {
            throw ImageException.invalid(file, compressed.host().bytes(), "a grain's marker is cut off");
        }
        ByteBuffer marker = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long sector = marker.getLong(offset);
        long length = marker.getInt(offset + Long.BYTES) & 0xffff_ffffL;
        long expected = (extent.start().bytes() - compressed.skipBytes()) / SECTOR_BYTES;
        if (sector != expected) {
            throw ImageException.invalid(
                    file,
                    compressed.host().bytes(),
                    "the grain's marker says sector " + sector + " where the tables say " + expected);
        }
        if (length > compressed.maxLengthBytes() - MARKER_BYTES) {
            throw ImageException.invalid(
                    file,
                    compressed.host().bytes(),
                    "the grain's marker says " + length + " bytes where at most "
                            + (compressed.maxLengthBytes() - MARKER_BYTES) + " can be");
        }
        return (int) length;
    }

    @Override
    public void close() {
        decompressors.values().forEach(Decompressor::close);
    }
}
