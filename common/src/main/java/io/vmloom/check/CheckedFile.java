package io.vmloom.check;

/** What a check found in one of the files that make a disk. */
public record CheckedFile(String name, CheckReport report) {}
