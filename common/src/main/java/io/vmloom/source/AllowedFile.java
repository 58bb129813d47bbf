package io.vmloom.source;

/**
 * A file that the user allows an image to be completed with.
 *
 * @param declaredFormat a format's name, or {@code auto}
 */
public record AllowedFile(ByteSource source, String declaredFormat) {}
