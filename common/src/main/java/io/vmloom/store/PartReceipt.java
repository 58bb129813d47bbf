package io.vmloom.store;

/** What the store says of one uploaded part; the last upload of a number wins. */
public record PartReceipt(int partNumber, long sizeBytes, String etag) {}
