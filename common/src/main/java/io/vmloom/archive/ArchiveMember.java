package io.vmloom.archive;

/**
 * A file inside an archive.
 *
 * @param name relative, with slashes, without {@code .} and {@code ..}
 * @param start of its bytes in the archive
 */
public record ArchiveMember(String name, long start, long lengthBytes) {}
