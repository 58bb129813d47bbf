package io.vmloom.format.vhd;

import java.nio.ByteBuffer;

/** The complement of the sum of all bytes of a structure but those of the checksum itself. */
final class Checksum {
    private Checksum() {}

    static int of(byte[] structure, int checksumAt) {
        int sum = 0;
        for (int i = 0; i < structure.length; i++) {
            if (i < checksumAt || i >= checksumAt + Integer.BYTES) {
                sum += structure[i] & 0xff;
            }
        }
        return ~sum;
    }

    /** Enters the checksum of everything else. */
    static byte[] sealed(byte[] structure, int checksumAt) {
        ByteBuffer.wrap(structure).putInt(checksumAt, of(structure, checksumAt));
        return structure;
    }
}
