package io.vmloom.check;

/** Hears what occupies a file. */
@FunctionalInterface
public interface ClaimVisitor {
    /**
     * A structure occupies {@code lengthBytes} from {@code hostOffset} on.
     *
     * @param number tells it from others of its kind: a table's number, or the guest offset of data
     */
    void claim(String kind, long number, long hostOffset, long lengthBytes);
}
