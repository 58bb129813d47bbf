package io.vmloom.layout;

public record PlannedPart(int number, long lengthBytes, PartContent content) {}
