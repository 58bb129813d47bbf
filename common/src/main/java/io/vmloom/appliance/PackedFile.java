package io.vmloom.appliance;

/**
 * A file of a package that is written.
 *
 * @param name relative to the descriptor
 * @param sha256 of its bytes, in hexadecimal
 */
public record PackedFile(String name, long sizeBytes, String sha256) {}
