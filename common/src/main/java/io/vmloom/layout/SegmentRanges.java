package io.vmloom.layout;

/** The consecutive ranges whose fragments make up one segment. */
public record SegmentRanges(int segment, int firstRange, int ranges) {}
