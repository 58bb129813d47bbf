package io.vmloom.cli.engine;

import io.vmloom.coordinator.dispatch.Cancellation;
import io.vmloom.extent.DiskImage;
import io.vmloom.worker.convert.GuestReader;
import io.vmloom.worker.convert.GuestSink;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The hash of a guest's disk as a raw file, which other tools print too. */
public final class LinearDigest {
    /** Names on the command line, and those of the JDK. */
    public static final Map<String, String> KNOWN = Map.of("sha256", "SHA-256", "md5", "MD5");

    private LinearDigest() {}

    /** Lower-case hex digits; holes are hashed as the zeros they are. */
    public static String of(DiskImage image, String algorithm, Cancellation cancellation) {
        MessageDigest digest = digest(algorithm);
        try (ExecutorService readThreads = Executors.newVirtualThreadPerTaskExecutor();
                GuestReader reader = new GuestReader(readThreads)) {
            reader.read(image, new HashSink(digest, cancellation));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(KNOWN.getOrDefault(algorithm, algorithm));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("unknown digest algorithm: " + algorithm, e);
        }
    }

    private record HashSink(MessageDigest digest, Cancellation cancellation) implements GuestSink {
        private static final byte[] ZEROS = new byte[1 << 16];

        @Override
        public void data(byte[] bytes, int offset, int length) {
            cancellation.check("the digest");
            digest.update(bytes, offset, length);
        }

        @Override
        public void zeros(long length) {
            for (long left = length; left > 0; left -= ZEROS.length) {
                cancellation.check("the digest");
                digest.update(ZEROS, 0, (int) Math.min(left, ZEROS.length));
            }
        }
    }
}
