package io.vmloom.extent;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.source.ByteSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ciphers of several images by the numbers that their members have together. */
final class MemberCiphers {
    private MemberCiphers() {}

    /** @param head members before all others */
    static Map<Integer, DiskCipher> of(List<ByteSource> head, List<DiskImage> images) {
        Map<Integer, DiskCipher> ciphers = new HashMap<>();
        int first = head.size();
        for (DiskImage image : images) {
            int from = first;
            image.ciphers().forEach((member, cipher) -> ciphers.put(from + member, cipher));
            first += image.members().size();
        }
        return Map.copyOf(ciphers);
    }
}
