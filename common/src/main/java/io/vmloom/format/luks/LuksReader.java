package io.vmloom.format.luks;

import io.vmloom.cipher.luks.LuksHeader;
import io.vmloom.cipher.luks.Payload;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.EncryptedImage;
import io.vmloom.extent.Extent;
import io.vmloom.extent.Mapping;
import io.vmloom.extent.MediaKey;
import io.vmloom.extent.TableImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;
import io.vmloom.unit.GuestOffset;
import io.vmloom.unit.HostOffset;
import java.util.Map;

/** Opens containers. Holes of the file are no zeros of the guest: what stands there is decrypted too. */
final class LuksReader implements ImageReader {
    private static final int MEMBER = 0;

    @Override
    public DiskImage open(ByteSource source, OpenOptions options) {
        options.requireNoSnapshot(source.name(), "a LUKS container", "");
        LuksHeader header = LuksHeader.read(source, 0, source.sizeBytes());
        Payload payload = header.payload();
        if (payload.offset() == 0) {
            throw ImageException.unsupported(
                    source.name(), "its header is detached: no data follow it", "open it with cryptsetup");
        }
        long lengthBytes = lengthBytes(source, payload);
        MediaKey key = options.key()
                .<MediaKey>map(secret -> new MediaKey.Known(
                        header.unlock(secret, options.policy().keyDerivation()), true))
                .orElseGet(MediaKey.Missing::new);
        return new EncryptedImage(
                stored(source, payload.offset(), lengthBytes),
                EncryptedImage.Positions.GUEST,
                payload.sectorBytes(),
                key,
                header.details());
    }

    private static long lengthBytes(ByteSource source, Payload payload) {
        long insideBytes = source.sizeBytes() - payload.offset();
        if (insideBytes < 0 || payload.lengthBytes().orElse(0) > insideBytes) {
            throw ImageException.invalid(
                    source.name(),
                    source.sizeBytes(),
                    "LUKS: the file must hold the data from offset 0x" + Long.toHexString(payload.offset()) + " on"
                            + (payload.lengthBytes().isPresent()
                                    ? ", " + payload.lengthBytes().getAsLong() + " bytes"
                                    : ""));
        }
        return Alignment.down(payload.lengthBytes().orElse(insideBytes), payload.sectorBytes());
    }

    private static DiskImage stored(ByteSource source, long hostOffset, long lengthBytes) {
        return new TableImage(
                LuksFormat.NAME,
                source,
                lengthBytes,
                1,
                1,
                Map.of(),
                () -> guestOffset -> new Extent(
                        new GuestOffset(guestOffset),
                        lengthBytes - guestOffset,
                        new Mapping.Data(MEMBER, new HostOffset(hostOffset + guestOffset))));
    }
}
