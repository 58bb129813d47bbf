package io.vmloom.store.s3;

/** How uploads over plain HTTP are signed; over HTTPS the payload is not signed at all. */
public enum PayloadSigning {
    /** One hash of the whole body; every server takes it, some hold the body in memory until they have checked it. */
    WHOLE,
    /** A signature per chunk ({@code aws-chunked}), checked while the body arrives; older servers refuse it. */
    CHUNKED
}
