package io.vmloom.extent;

import io.vmloom.cipher.DiskCipher;

/** Whether an encrypted image's content can be had. */
public sealed interface MediaKey {
    /** @param proven whether a wrong key would have been noticed */
    record Known(DiskCipher cipher, boolean proven) implements MediaKey {}

    /** The image was opened without its key, which is enough to say what it is. */
    record Missing() implements MediaKey {}
}
