package io.vmloom.format.vhdx;

import java.util.UUID;

/**
 * The metadata table and the items that the specification defines.
 *
 * @see <a href="https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-vhdx/ec0e9d25-69e4-439e-806a-e0c23f0e1ae6">
 *     MS-VHDX, 2.6 "Metadata Region"</a>
 */
final class Items {
    static final long TABLE_SIGNATURE = 0x617461646174656dL; // "metadata"
    static final int TABLE_BYTES = 64 << 10;
    static final int COUNT_AT = 10;
    static final int HEADER_BYTES = 32;
    static final int ENTRY_BYTES = 32;
    static final int MAX_ENTRIES = 2047;

    /** Flags of an entry. */
    static final int USER = 1;

    static final int OF_DISK = 2;
    static final int REQUIRED = 4;

    static final UUID FILE_PARAMETERS = UUID.fromString("caa16737-fa36-4d43-b3b6-33f0aa44e76b");
    static final UUID DISK_SIZE = UUID.fromString("2fa54224-cd1b-4876-b211-5dbed83bf4b8");
    static final UUID DISK_ID = UUID.fromString("beca12ab-b2e6-4523-93ef-c309e000c746");
    static final UUID LOGICAL_SECTOR = UUID.fromString("8141bf1d-a96f-4709-ba47-f233a8faab5f");
    static final UUID PHYSICAL_SECTOR = UUID.fromString("cda348c7-445d-4471-9cc9-e9885251c556");
    static final UUID PARENT_LOCATOR = UUID.fromString("a8d35f2d-b30b-454d-abf7-d3d84834ab0c");

    /** Flags of the file parameters. */
    static final int LEAVE_BLOCKS_ALLOCATED = 1;

    static final int HAS_PARENT = 2;

    private Items() {}
}
