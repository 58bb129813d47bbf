package io.vmloom.format.qcow2;

/** The second word of an extended entry: low half one bit per allocated subcluster, high half one per zero subcluster. */
record SubclusterBitmap(long raw) {
    /** Of a compressed cluster, and of one that is not there. */
    static final SubclusterBitmap NONE = new SubclusterBitmap(0);

    static final SubclusterBitmap ALL_ALLOCATED = new SubclusterBitmap(0xffff_ffffL);

    static final SubclusterBitmap ALL_ZERO = new SubclusterBitmap(0xffff_ffffL << Geometry.SUBCLUSTERS);

    int allocated() {
        return (int) raw;
    }

    int zero() {
        return (int) (raw >>> Geometry.SUBCLUSTERS);
    }

    boolean contradictsItself() {
        return (allocated() & zero()) != 0;
    }

    boolean isAllocated(int subcluster) {
        return (allocated() >>> subcluster & 1) != 0;
    }

    boolean isZero(int subcluster) {
        return (zero() >>> subcluster & 1) != 0;
    }

    /** How many subclusters from this one on are of the same kind. */
    int runFrom(int subcluster) {
        int sameAllocated = isAllocated(subcluster) ? allocated() : ~allocated();
        int sameZero = isZero(subcluster) ? zero() : ~zero();
        int same = (sameAllocated & sameZero) >>> subcluster;
        return Math.min(Integer.numberOfTrailingZeros(~same), Geometry.SUBCLUSTERS - subcluster);
    }
}
