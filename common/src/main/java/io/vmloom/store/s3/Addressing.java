package io.vmloom.store.s3;

/** Where a request names its bucket. */
public enum Addressing {
    /** In the host name, as Amazon wants it. */
    VIRTUAL_HOST,
    /** In the path, as servers without wildcard DNS need it. */
    PATH
}
