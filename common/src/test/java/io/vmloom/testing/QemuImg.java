package io.vmloom.testing;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code qemu-img} says of images. */
public final class QemuImg {
    private static final Pattern VIRTUAL_SIZE = Pattern.compile("\"virtual-size\": (\\d+)");

    private QemuImg() {}

    /** The size of an image's disk. */
    public static long virtualBytes(String format, Path image) {
        String info = Peers.run("qemu-img", "info", "-f", format, "--output=json", image)
                .output();
        Matcher size = VIRTUAL_SIZE.matcher(info);
        if (!size.find()) {
            throw new AssertionError("no size in " + info);
        }
        return Long.parseLong(size.group(1));
    }

    /**
     * Runs a command that makes an encrypted image. It measures how fast it derives keys by a clock that may stand still
     * meanwhile, above all on fast machines, and gives up then; so it is asked again.
     */
    public static void encrypting(Object... arguments) {
        for (int attempt = 0; attempt < 20; attempt++) {
            Peers.Outcome outcome = Peers.attempt("qemu-img", arguments);
            if (!outcome.output().contains("Unable to get accurate CPU usage")) {
                outcome.succeeded();
                return;
            }
        }
        Peers.run("qemu-img", arguments);
    }

    /** The size that it gives a disk of at least so many bytes by default, found by creating an image. */
    public static long createdBytes(String format, long leastBytes, Path image) {
        Peers.run("qemu-img", "create", "-q", "-f", format, image, leastBytes);
        return virtualBytes(format, image);
    }
}
