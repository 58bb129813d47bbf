package io.vmloom.format.vhd;

/**
 * Cylinders, heads and sectors per track, as an ATA disk shows them.
 *
 * @see <a href="https://www.microsoft.com/en-us/download/details.aspx?id=23850">Virtual Hard Disk Image Format
 *     Specification, "Appendix: CHS Calculation"</a>
 */
record Geometry(int cylinders, int heads, int sectorsPerTrack) {
    static final int SECTOR_BYTES = 512;

    private static final int MAX_CYLINDERS = 65535;
    private static final int MAX_HEADS = 16;
    private static final int MAX_SECTORS_PER_TRACK = 255;

    /** What stands for every disk that is too large for a geometry. */
    static final Geometry GREATEST = new Geometry(MAX_CYLINDERS, MAX_HEADS, MAX_SECTORS_PER_TRACK);

    /** From here on tracks have the most sectors. */
    private static final long LARGE_SECTORS = (long) MAX_CYLINDERS * MAX_HEADS * 63;

    private static final int BIOS_CYLINDERS = 1024;
    private static final int LEAST_HEADS = 4;

    /** The specification's geometry, which has no more sectors than the disk; at least one cylinder. */
    static Geometry of(long diskSectors) {
        if (diskSectors >= GREATEST.sectors()) {
            return GREATEST;
        }
        if (diskSectors >= LARGE_SECTORS) {
            return ofTracks(diskSectors, MAX_HEADS, MAX_SECTORS_PER_TRACK);
        }
        long tracks = diskSectors / 17;
        int heads = (int) Math.max(LEAST_HEADS, Math.ceilDiv(tracks, BIOS_CYLINDERS));
        if (heads <= MAX_HEADS && tracks < (long) heads * BIOS_CYLINDERS) {
            return ofTracks(diskSectors, heads, 17);
        }
        return diskSectors / 31 < (long) MAX_HEADS * BIOS_CYLINDERS
                ? ofTracks(diskSectors, MAX_HEADS, 31)
                : ofTracks(diskSectors, MAX_HEADS, 63);
    }

    /** The first geometry, counting up from the disk's size, that has room for the disk: qemu-img's rounding. */
    static Geometry holding(long diskSectors) {
        long sectors = Math.min(diskSectors, GREATEST.sectors());
        long tried = sectors;
        while (of(tried).sectors() < sectors) {
            tried++;
        }
        return of(tried);
    }

    long sectors() {
        return (long) cylinders * heads * sectorsPerTrack;
    }

    long bytes() {
        return sectors() * SECTOR_BYTES;
    }

    @Override
    public String toString() {
        return cylinders + "/" + heads + "/" + sectorsPerTrack;
    }

    private static Geometry ofTracks(long diskSectors, int heads, int sectorsPerTrack) {
        long cylinders = diskSectors / sectorsPerTrack / heads;
        return new Geometry((int) Math.max(1, cylinders), heads, sectorsPerTrack);
    }
}
