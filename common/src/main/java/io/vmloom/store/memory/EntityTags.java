package io.vmloom.store.memory;

import io.vmloom.store.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Entity tags as S3 makes them: the MD5 of the bytes, or of the parts' MD5s with the number of parts behind it.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html">Object: ETag</a>
 */
class EntityTags {
    private static final int BLOCK_BYTES = 1 << 16;

    /** Equal runs of zeros are frequent and can be huge. */
    private final Map<Long, String> ofZeros = new ConcurrentHashMap<>();

    String of(Content content) {
        return content.isHole()
                ? ofZeros.computeIfAbsent(content.lengthBytes(), _ -> digest(content))
                : digest(content);
    }

    String ofParts(List<String> partTags) {
        MessageDigest md5 = md5();
        partTags.forEach(tag -> md5.update(HexFormat.of().parseHex(tag)));
        return HexFormat.of().formatHex(md5.digest()) + "-" + partTags.size();
    }

    private static String digest(Content content) {
        MessageDigest md5 = md5();
        byte[] block = new byte[BLOCK_BYTES];
        try (InputStream stream = content.stream()) {
            for (int count = stream.read(block); count >= 0; count = stream.read(block)) {
                md5.update(block, 0, count);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(md5.digest());
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
