package io.vmloom.cipher.luks;

import io.vmloom.cipher.CipherSpec;
import java.util.OptionalLong;

/**
 * Where the disk's sectors stand, and how they are encrypted.
 *
 * @param offset from the header's begin
 * @param lengthBytes empty when they go on to the file's end
 */
public record Payload(
        CipherSpec spec, int sectorBytes, long firstNumber, int keyBytes, long offset, OptionalLong lengthBytes) {}
