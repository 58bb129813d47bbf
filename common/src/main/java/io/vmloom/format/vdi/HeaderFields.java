package io.vmloom.format.vdi;

/**
 * Where the fields of a header stand in the file. All numbers are little-endian.
 *
 * @param sizeBytes how much of the file the fields take
 * @see <a href="https://www.virtualbox.org/browser/vbox/trunk/src/VBox/Storage/VDICore.h">VirtualBox, VDICore.h:
 *     VDIHEADER0, VDIHEADER1, VDIHEADER1PLUS</a>
 */
record HeaderFields(
        int sizeBytes,
        int type,
        int flags,
        int comment,
        int sectorSize,
        int diskSize,
        int blockSize,
        int blockExtra,
        int blocks,
        int blocksAllocated,
        int imageId,
        int modificationId,
        int parentId,
        int parentModificationId) {
    static final int ABSENT = -1;

    /** Version 0.2, of the time before the first release. The map follows at once, and the data follows the map. */
    static final HeaderFields FIRST =
            new HeaderFields(420, 72, 76, 80, 348, 352, 360, ABSENT, 364, 368, 372, 388, 404, ABSENT);

    /** Version 1.x; later writers append a second geometry, which says nothing about the disk's bytes. */
    static final HeaderFields CURRENT =
            new HeaderFields(456, 76, 80, 84, 360, 368, 376, 380, 384, 388, 392, 408, 424, 440);

    /** Fields of {@link #CURRENT} alone. */
    static final int HEADER_SIZE = 72;

    static final int MAP_OFFSET = 340;
    static final int DATA_OFFSET = 344;

    /** Sector size of the appended geometry. */
    static final int SECOND_SECTOR_SIZE = 468;

    static final int COMMENT_BYTES = 256;
}
