package io.vmloom.format.luks;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.cipher.luks.NewLuks;
import io.vmloom.extent.EncryptedImage;
import io.vmloom.layout.Arrangement;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import io.vmloom.table.TargetCipher;
import io.vmloom.table.TargetDesign;
import io.vmloom.task.EncoderSpec;
import io.vmloom.unit.Alignment;
import java.util.Optional;

/**
 * {@code header | key slot | zeros | the disk, each sector at its own place}. Zeros of the guest are encrypted too: a hole
 * would be decrypted to noise.
 *
 * @param guestBytes the source's size, to the byte
 */
record LuksDesign(long guestBytes, NewLuks container) implements TargetDesign {
    @Override
    public EncoderSpec encoder() {
        return new EncoderSpec.Identity();
    }

    @Override
    public Optional<TargetCipher> cipher() {
        return Optional.of(new TargetCipher(EncryptedImage.Positions.GUEST, container::cipher));
    }

    @Override
    public Arrangement arrangement() {
        return Arrangement.IDENTITY;
    }

    @Override
    public long virtualBytes() {
        return Alignment.up(guestBytes, DiskCipher.MIN_SECTOR_BYTES);
    }

    @Override
    public int frontAlignmentBytes() {
        return DiskCipher.MIN_SECTOR_BYTES;
    }

    @Override
    public long frontBytes(GroupSet groups, long dataBytes) {
        return container.payloadOffset();
    }

    /** The header says where the data begin. */
    @Override
    public boolean frontIsExact() {
        return true;
    }

    /** The last sector is encrypted as a whole, so that fragments hold all of it. */
    @Override
    public long tailBytes() {
        return 0;
    }

    @Override
    public long maxFileBytes() {
        return Long.MAX_VALUE;
    }

    @Override
    public void writeFront(Stitch stitch, TableSink sink) {
        byte[] header = container.header();
        sink.write(header);
        sink.zeros(container.payloadOffset() - header.length);
    }

    @Override
    public void writeTail(Stitch stitch, TableSink sink) {}
}
