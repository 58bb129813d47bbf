package io.vmloom.format.vhdx;

import io.vmloom.check.ImageRepairer;
import io.vmloom.check.Patches;
import io.vmloom.source.ByteSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what the log holds to where it belongs, empties the log, and writes headers and region tables that were lost anew
 * from their copies.
 *
 * @see <a href="https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-vhdx/83e061f8-f6e2-4de1-91bd-5d518a43d477">
 *     MS-VHDX, 2.3 "Log"</a>
 */
final class VhdxRepairer implements ImageRepairer {
    @Override
    public List<String> repair(ByteSource source, Patches copy) {
        FileHeader header = FileHeader.current(source);
        PatchedFile file = Log.replay(source, header);
        List<String> changes = new ArrayList<>();
        if (!header.logIsEmpty()) {
            file.overlay().writeTo(copy, source.sizeBytes());
            copy.growTo(file.endOffset());
            changes.add("the log was replayed and is empty");
        }
        regionTables(file, copy, changes);
        headers(source, header, copy);
        changes.add("both headers are the current one");
        return changes;
    }

    private static void regionTables(PatchedFile file, Patches copy, List<String> changes) {
        ByteBuffer first = file.read(Regions.FIRST_AT, Regions.TABLE_BYTES);
        ByteBuffer second = file.read(Regions.SECOND_AT, Regions.TABLE_BYTES);
        boolean firstIsSound = isRegionTable(first);
        if (firstIsSound != isRegionTable(second)) {
            copy.put(firstIsSound ? Regions.SECOND_AT : Regions.FIRST_AT, (firstIsSound ? first : second).duplicate());
            changes.add("the region table that was lost is its copy");
        }
    }

    private static boolean isRegionTable(ByteBuffer table) {
        return table.getInt(0) == Regions.SIGNATURE && Checksum.holds(table);
    }

    /** The one that counts is written last, so that at every moment one of the two is whole. */
    private static void headers(ByteSource source, FileHeader header, Patches copy) {
        ByteBuffer bytes = ByteBuffer.allocate(FileHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        source.read(header.offset(), bytes);
        Guid.write(bytes, FileHeader.LOG_ID_AT, Guid.NIL);
        long other = FileHeader.FIRST_AT + FileHeader.SECOND_AT - header.offset();
        long sequence = header.sequence();
        for (long offset : new long[] {other, header.offset()}) {
            sequence++;
            bytes.putLong(FileHeader.SEQUENCE_AT, sequence);
            copy.put(offset, ByteBuffer.wrap(Checksum.sealed(bytes)));
        }
    }
}
