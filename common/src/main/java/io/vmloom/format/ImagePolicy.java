package io.vmloom.format;

import io.vmloom.cipher.luks.KdfLimits;
import io.vmloom.error.ImageException;
import io.vmloom.extent.DiskImage;
import io.vmloom.unit.ByteSize;
import java.util.Set;

/**
 * What an image may ask for. Every cap can be raised by whoever trusts the images, and by nothing inside them.
 *
 * @param allowedFormats names of formats, of images and of those below them; empty for all
 * @param maxVirtualBytes size of a guest's disk
 * @param maxExpansionRatio how many bytes of data may come from one byte of the files
 * @param maxChainDepth images that make one disk, itself included
 * @param keyDerivation what it may cost to make an encrypted image's key of a passphrase
 */
public record ImagePolicy(
        Set<String> allowedFormats,
        long maxVirtualBytes,
        long maxExpansionRatio,
        int maxChainDepth,
        KdfLimits keyDerivation) {
    /** Holds every disk that today's hypervisors can make. */
    public static final ImagePolicy DEFAULT = new ImagePolicy(Set.of(), 64 * ByteSize.TIB, 1000, 8);

    /** So much data is nobody's bomb, however small the file. */
    private static final long ALWAYS_ALLOWED_BYTES = ByteSize.GIB;

    /** With the usual caps for keys. */
    public ImagePolicy(Set<String> allowedFormats, long maxVirtualBytes, long maxExpansionRatio, int maxChainDepth) {
        this(allowedFormats, maxVirtualBytes, maxExpansionRatio, maxChainDepth, KdfLimits.DEFAULT);
    }

    public ImagePolicy {
        allowedFormats = Set.copyOf(allowedFormats);
        if (maxVirtualBytes < 1 || maxExpansionRatio < 1 || maxChainDepth < 1) {
            throw new IllegalArgumentException("caps of an image policy must be at least 1");
        }
    }

    /** For what is made of an image: of any format, and as large as its disk is asked to be there. */
    public ImagePolicy ofTarget() {
        return new ImagePolicy(Set.of(), Long.MAX_VALUE, maxExpansionRatio, maxChainDepth, keyDerivation);
    }

    /** Refuses an image by what its header says. */
    void requireAllowed(String file, DiskImage image) {
        if (!allowedFormats.isEmpty() && !allowedFormats.contains(image.format())) {
            throw ImageException.unsafe(
                    file,
                    "it is " + image.format() + ", and the policy allows only "
                            + String.join(", ", allowedFormats.stream().sorted().toList()),
                    "allow it by allowedFormats (--allowed-formats) where such images are trusted");
        }
        requireAllowedSize(file, image.virtualBytes());
    }

    /** Refuses a disk that is too large. */
    public void requireAllowedSize(String file, long virtualBytes) {
        if (virtualBytes > maxVirtualBytes) {
            throw ImageException.unsafe(
                    file,
                    "its disk has " + virtualBytes + " bytes, and the policy allows " + maxVirtualBytes,
                    "raise maxVirtualSize (--max-virtual-size) where the image is trusted");
        }
    }

    /**
     * Refuses an image whose tables lead to much more data than its files can reasonably hold.
     *
     * @param dataBytes of the guest, decoded
     * @param fileBytes of all files
     */
    public void requireReasonable(String file, long dataBytes, long fileBytes) {
        if (dataBytes > ALWAYS_ALLOWED_BYTES && dataBytes / maxExpansionRatio > fileBytes) {
            throw ImageException.unsafe(
                    file,
                    "it would expand to " + dataBytes + " bytes of data out of " + fileBytes
                            + ", more than the policy's " + maxExpansionRatio + " to 1",
                    "raise maxExpansionRatio (--max-expansion-ratio) where the image is trusted");
        }
    }
}
