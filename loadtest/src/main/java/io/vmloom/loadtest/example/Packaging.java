package io.vmloom.loadtest.example;

import java.util.List;

/**
 * The image format in which an example disk is kept, and the options that make it.
 *
 * @param format the format's name as qemu-img knows it, also the file's extension
 * @param convertArguments further arguments of {@code qemu-img convert}
 */
public record Packaging(String format, List<String> convertArguments) {
    /** The disk's bytes as they are. */
    public static final Packaging RAW = new Packaging("raw", List.of());

    public Packaging {
        convertArguments = List.copyOf(convertArguments);
    }

    /** True if the file is the disk's bytes and nothing else. */
    public boolean isRaw() {
        return format.equals(RAW.format);
    }
}
