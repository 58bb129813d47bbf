package io.vmloom.cli.service;

import io.vmloom.store.s3.S3Settings;
import io.vmloom.tenant.NamePattern;
import java.util.Comparator;
import java.util.List;

/**
 * Which store a bucket is in: of those whose patterns match, the one whose pattern says most, else the usual one.
 *
 * @param listed no pattern twice
 */
record StoresOfBuckets(List<Listed> listed, S3Settings usual) {
    /** The buckets of a store. */
    record Listed(NamePattern buckets, S3Settings store) {}

    S3Settings of(String bucket) {
        return listed.stream()
                .filter(one -> one.buckets().matches(bucket))
                .max(Comparator.comparing(one -> precision(one.buckets())))
                .map(Listed::store)
                .orElse(usual);
    }

    /** A name is as long as any beginning of it that matches, but for the star. */
    private static int precision(NamePattern pattern) {
        return pattern.matchesOneName() ? Integer.MAX_VALUE : pattern.text().length();
    }
}
