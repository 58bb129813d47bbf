package io.vmloom.store;

/** A run of bytes of a pinned file: all of it, or a member of an archive. */
public record FileRange(ObjectVersion file, long start, long lengthBytes) {
    public FileRange {
        if (start < 0 || lengthBytes < 0 || start > file.sizeBytes() - lengthBytes) {
            throw new IllegalArgumentException("range " + start + "+" + lengthBytes + " must lie inside "
                    + file.location() + ", which has " + file.sizeBytes() + " bytes");
        }
    }

    public static FileRange whole(ObjectVersion file) {
        return new FileRange(file, 0, file.sizeBytes());
    }

    public boolean isWhole() {
        return start == 0 && lengthBytes == file.sizeBytes();
    }
}
