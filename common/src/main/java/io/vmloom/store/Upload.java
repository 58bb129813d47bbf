package io.vmloom.store;

/** A multipart upload that was created and is neither completed nor aborted. */
public record Upload(Location.InBucket target, String uploadId) {}
