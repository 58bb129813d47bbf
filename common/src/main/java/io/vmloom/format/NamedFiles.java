package io.vmloom.format;

import io.vmloom.error.ImageException;
import io.vmloom.source.AllowedFile;
import io.vmloom.source.FileGate;

/** What is told of files that an image names and nobody allowed. */
public final class NamedFiles {
    private static final String ADVICE =
            "list that file as one of its chain (source.chain in a manifest, --chain on the"
                    + " command line), or give --allow-chain where it lies beside the image and both are trusted";

    private NamedFiles() {}

    /**
     * The file that an image calls by this name.
     *
     * @param what it is to the image, with its article: "a backing file"
     * @throws ImageException when the user allowed none that could be meant
     */
    public static AllowedFile require(FileGate files, String image, String what, String name) {
        return files.named(name).orElseThrow(() -> notAllowed(files, image, what + " '" + name + "'"));
    }

    static ImageException notAllowed(FileGate files, String image, String file) {
        return ImageException.unsafe(image, "it needs " + file + ", " + files.absence(), ADVICE);
    }
}
