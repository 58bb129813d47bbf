package io.vmloom.source;

/**
 * What pins the bytes of a source, so that a change between two reads is noticed.
 *
 * @param value the version id, ETag, or size and modification time
 * @param weak whether a change could go unnoticed (size and time only); reports say so
 */
public record SourceIdentity(String value, boolean weak) {}
