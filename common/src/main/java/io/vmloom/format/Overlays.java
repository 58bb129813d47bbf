package io.vmloom.format;

import io.vmloom.error.ImageException;

/** Images that hold only what changed against another file. */
public final class Overlays {
    private Overlays() {}

    /** An image must not choose the files that are read. */
    public static ImageException refused(String file, String backingName) {
        return ImageException.unsafe(
                file,
                "it has a backing file '" + backingName + "' and vmloom converts single images",
                "flatten it first with qemu-img convert or rebase");
    }
}
