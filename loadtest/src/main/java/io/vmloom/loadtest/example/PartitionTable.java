package io.vmloom.loadtest.example;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The classic MBR partition table of a disk with one bootable partition.
 *
 * @param diskSignature the disk's 32-bit identity at offset 0x1B8
 * @param type the partition type byte, such as 0x0E for FAT16 by LBA
 * @param firstSector where the partition starts, in 512-byte sectors; at least 1
 * @param sectors the partition's length, in 512-byte sectors; at least 1
 * @see <a href="https://uefi.org/specs/UEFI/2.10/05_GUID_Partition_Table_Format.html">UEFI 2.10, 5.2.1 Legacy MBR</a>
 */
public record PartitionTable(int diskSignature, int type, int firstSector, int sectors) {
    private static final int DISK_SIGNATURE_OFFSET = 0x1B8;
    private static final int FIRST_ENTRY_OFFSET = 0x1BE;
    private static final int BOOT_SIGNATURE_OFFSET = 0x1FE;
    private static final int ACTIVE = 0x80;
    private static final int HEADS = 255;
    private static final int SECTORS_PER_TRACK = 63;
    private static final int CYLINDERS = 1024;

    public PartitionTable {
        if (type <= 0 || type > 0xFF) {
            throw new IllegalArgumentException("partition type must be 0x01..0xff, not 0x%x".formatted(type));
        }
        if (firstSector < 1) {
            throw new IllegalArgumentException("partition must start after sector 0, not at " + firstSector);
        }
        if (sectors < 1) {
            throw new IllegalArgumentException("partition must have at least 1 sector, not " + sectors);
        }
    }

    /** Writes signature, table and boot signature into sector 0; bytes before offset 0x1B8 are left alone. */
    public void writeTo(byte[] disk) {
        ByteBuffer sector = ByteBuffer.wrap(disk, 0, Sectors.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        sector.putInt(DISK_SIGNATURE_OFFSET, diskSignature);
        sector.position(FIRST_ENTRY_OFFSET);
        sector.put((byte) ACTIVE);
        putCylinderHeadSector(sector, firstSector);
        sector.put((byte) type);
        putCylinderHeadSector(sector, Math.addExact(firstSector, sectors) - 1);
        sector.putInt(firstSector).putInt(sectors);
        sector.putShort(BOOT_SIGNATURE_OFFSET, Sectors.BOOT_SIGNATURE);
    }

    /** The three-byte CHS address; one past the 1024 cylinders that fit is written as the largest. */
    private static void putCylinderHeadSector(ByteBuffer entry, int lba) {
        int cylinder = lba / (HEADS * SECTORS_PER_TRACK);
        int head = lba / SECTORS_PER_TRACK % HEADS;
        int sector = lba % SECTORS_PER_TRACK + 1;
        if (cylinder >= CYLINDERS) {
            cylinder = CYLINDERS - 1;
            head = HEADS - 1;
            sector = SECTORS_PER_TRACK;
        }
        entry.put((byte) head).put((byte) (sector | ((cylinder >> 2) & 0xC0))).put((byte) cylinder);
    }
}
