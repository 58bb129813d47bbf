package io.vmloom.table;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.extent.EncryptedImage;
import java.util.function.Supplier;

/**
 * By what the bytes of fragments are encrypted before they are stored.
 *
 * @param positions what sectors are numbered by; where it is the file, the encoder makes fragments of a length that is known
 *     beforehand, which stand in order behind a front that is exact
 * @param cipher may take seconds when it is asked for first
 */
public record TargetCipher(EncryptedImage.Positions positions, Supplier<DiskCipher> cipher) {}
