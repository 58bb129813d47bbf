package io.vmloom.store.s3;

/**
 * What a server can check uploaded bytes against, beyond TLS or the payload's signature. Checksums that S3 keeps with
 * its parts are not offered: they would forbid gaps in part numbers and have to be named again on completion.
 */
public enum UploadChecksum {
    NONE,
    /** {@code Content-MD5} of every put and part, which every server checks; costs about a core second per GiB. */
    MD5
}
