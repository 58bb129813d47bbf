package io.vmloom.format.qcow2;

import io.vmloom.check.ClaimVisitor;
import io.vmloom.cipher.luks.LuksHeader;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.extent.EncryptedImage;
import io.vmloom.extent.MediaKey;
import io.vmloom.format.LegacyAes;
import io.vmloom.format.OpenOptions;
import io.vmloom.source.ByteSource;
import io.vmloom.unit.Alignment;

/**
 * How the clusters that are not compressed are encrypted.
 *
 * @see <a href="https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst">qcow2 specification, "Full disk
 *     encryption header pointer"</a>
 */
sealed interface Encryption {
    long NONE = 0;
    long AES = 1;
    long LUKS = 2;

    /** Adds decryption to what was opened. */
    DiskImage open(DiskImage image, OpenOptions options);

    /** Tells of what it occupies. */
    void claim(ClaimVisitor claims);

    static void requireKnown(ByteSource source, Qcow2Header header) {
        if (header.cryptMethod() != NONE && header.cryptMethod() != AES && header.cryptMethod() != LUKS) {
            throw ImageException.invalid(
                    source.name(), Qcow2Header.CRYPT_AT, "crypt_method must be 0 to 2, got: " + header.cryptMethod());
        }
    }

    /** Of a header whose method is known; reads the LUKS header. */
    static Encryption of(ByteSource source, Qcow2Header header, HeaderExtensions extensions) {
        if (header.cryptMethod() == NONE) {
            return new Plain();
        }
        if (header.cryptMethod() == AES) {
            return new Aes();
        }
        HeaderExtensions.Region region = extensions
                .encryption()
                .orElseThrow(() -> ImageException.invalid(
                        source.name(),
                        Qcow2Header.CRYPT_AT,
                        "crypt_method 2 needs a header extension that says where the LUKS header is"));
        if (region.offset() <= 0
                || !Alignment.isAligned(region.offset(), header.geometry().clusterBytes())
                || region.lengthBytes() < 0
                || region.offset() > source.sizeBytes() - region.lengthBytes()) {
            throw ImageException.invalid(
                    source.name(),
                    region.entryOffset(),
                    "the LUKS header must begin at a cluster inside the file of 0x"
                            + Long.toHexString(source.sizeBytes()) + " bytes, got: 0x"
                            + Long.toHexString(region.offset()) + " and " + region.lengthBytes() + " bytes");
        }
        return new Luks(region, LuksHeader.read(source, region.offset(), region.lengthBytes()));
    }

    record Plain() implements Encryption {
        @Override
        public DiskImage open(DiskImage image, OpenOptions options) {
            return image;
        }

        @Override
        public void claim(ClaimVisitor claims) {}
    }

    /** Sectors are numbered by the guest. */
    record Aes() implements Encryption {
        @Override
        public DiskImage open(DiskImage image, OpenOptions options) {
            return LegacyAes.image(image, options.key());
        }

        @Override
        public void claim(ClaimVisitor claims) {}
    }

    /** Sectors are numbered by where they stand in the file. */
    record Luks(HeaderExtensions.Region region, LuksHeader header) implements Encryption {
        @Override
        public DiskImage open(DiskImage image, OpenOptions options) {
            MediaKey media = options.key()
                    .<MediaKey>map(secret -> new MediaKey.Known(
                            header.unlock(secret, options.policy().keyDerivation()), true))
                    .orElseGet(MediaKey.Missing::new);
            return new EncryptedImage(
                    image, EncryptedImage.Positions.FILE, header.payload().sectorBytes(), media, header.details());
        }

        @Override
        public void claim(ClaimVisitor claims) {
            claims.claim(MetadataWalk.ENCRYPTION, 0, region.offset(), region.lengthBytes());
        }
    }
}
