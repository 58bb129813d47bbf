package io.vmloom.codec;

import com.github.luben.zstd.util.Native;
import io.airlift.compress.v3.deflate.DeflateNativeCompressor;
import java.util.Optional;

/** Libraries that are no Java: they are unpacked into the folder for temporary files, and loaded from there. */
public final class NativeLibraries {
    private NativeLibraries() {}

    /** Why zstd can not be loaded, without which no task can be read or written; empty where it is. */
    public static Optional<String> zstdTrouble() {
        try {
            Native.load();
            return Optional.empty();
        } catch (LinkageError e) {
            return Optional.of(reason(e));
        }
    }

    /** Whether deflate is done by libdeflate; else it takes two to three times as long. */
    public static boolean hasLibdeflate() {
        return DeflateNativeCompressor.isEnabled() && Libdeflate.instance().isPresent();
    }

    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
