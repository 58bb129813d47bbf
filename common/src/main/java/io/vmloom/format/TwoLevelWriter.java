package io.vmloom.format;

import io.vmloom.error.InternalException;
import io.vmloom.fragment.UnitVisitor;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import io.vmloom.table.TableSink;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.OptionalLong;

/**
 * Writes tables of entries in two levels, whatever their size with a few kilobytes in memory: the first level,
 * and the second-level tables of the populated groups, one after the other in guest order. Not thread-safe.
 */
public final class TwoLevelWriter {
    private final Stitch stitch;
    private final TableSink sink;
    private final Shape shape;
    private final Entries entries;

    /**
     * @param secondEntries entries of a second-level table
     * @param words of eight bytes that such an entry has: 1 or 2; one of the first level has one
     * @param unitBytes guest bytes of an entry of the second level
     */
    public record Shape(int secondEntries, int words, int unitBytes, ByteOrder order) {
        public Shape {
            if (words < 1 || words > 2) {
                throw new IllegalArgumentException("entries must have one or two words, got: " + words);
            }
        }

        public Shape(int secondEntries, int unitBytes, ByteOrder order) {
            this(secondEntries, 1, unitBytes, order);
        }

        public long secondBytes() {
            return (long) secondEntries * entryBytes();
        }

        int entryBytes() {
            return words * Long.BYTES;
        }
    }

    /** What a format enters for an offset in the target. */
    public interface Entries {
        long table(long offset);

        long plain(long offset);

        long compressed(long offset, int lengthBytes);

        /** For zeros; empty where they need no entry, because nothing shows through. */
        default OptionalLong zero() {
            return OptionalLong.empty();
        }

        /** The second word of an entry, where it has one. */
        default long behind(long entry) {
            return 0;
        }
    }

    public TwoLevelWriter(Stitch stitch, TableSink sink, Shape shape, Entries entries) {
        this.stitch = stitch;
        this.sink = sink;
        this.shape = shape;
        this.entries = entries;
    }

    /**
     * Writes the first level.
     *
     * @param groups how many entries it has
     * @param lengthBytes of the table, zeros behind its entries included
     * @param secondOffset where the first table of the second level stands
     */
    public void writeFirst(long groups, long lengthBytes, long secondOffset) {
        EntryStream out = new EntryStream(sink, shape.order());
        BitSet populated = stitch.groups().populated();
        if (populated.length() > groups) {
            throw new InternalException(
                    "group " + (populated.length() - 1) + " lies outside a disk of " + groups + " groups", null);
        }
        long table = secondOffset;
        for (int group = populated.nextSetBit(0); group >= 0; group = populated.nextSetBit(group + 1)) {
            out.zerosUpTo((long) group * Long.BYTES);
            out.putLong(entries.table(table));
            table += shape.secondBytes();
        }
        out.zerosUpTo(lengthBytes);
        out.flush();
    }

    /** Writes the second level in one pass over the fragments. */
    public void writeSecond() {
        SecondLevel second = new SecondLevel(new EntryStream(sink, shape.order()), stitch.groups());
        stitch.inGuestOrder(fragmentOffset -> new EntriesOfFragment(second, fragmentOffset));
        second.finish();
    }

    /** Where entries go among the tables of populated groups. */
    private final class SecondLevel {
        private final EntryStream out;
        private final GroupSet groups;
        private int group;
        private long tables;

        SecondLevel(EntryStream out, GroupSet groups) {
            this.out = out;
            this.groups = groups;
            this.group = groups.populated().nextSetBit(0);
        }

        void put(long unit, long entry) {
            long unitGroup = unit / shape.secondEntries();
            while (group >= 0 && group < unitGroup) {
                group = groups.populated().nextSetBit(group + 1);
                tables++;
            }
            if (group != unitGroup) {
                throw new InternalException("unit " + unit + " belongs to no populated group", null);
            }
            out.zerosUpTo(tables * shape.secondBytes() + unit % shape.secondEntries() * shape.entryBytes());
            out.putLong(entry);
            if (shape.words() > 1) {
                out.putLong(entries.behind(entry));
            }
        }

        void finish() {
            out.zerosUpTo(groups.count() * shape.secondBytes());
            out.flush();
        }
    }

    /** Enters the units of one fragment. */
    private final class EntriesOfFragment implements UnitVisitor {
        private final SecondLevel second;
        private final long fragmentOffset;

        EntriesOfFragment(SecondLevel second, long fragmentOffset) {
            this.second = second;
            this.fragmentOffset = fragmentOffset;
        }

        @Override
        public void zero(long firstUnit, long count) {
            OptionalLong entry = entries.zero();
            for (long i = 0; entry.isPresent() && i < count; i++) {
                second.put(firstUnit + i, entry.getAsLong());
            }
        }

        @Override
        public void plain(long firstUnit, long count, long offset) {
            for (long i = 0; i < count; i++) {
                second.put(firstUnit + i, entries.plain(fragmentOffset + offset + i * shape.unitBytes()));
            }
        }

        @Override
        public void compressed(long unit, long offset, int lengthBytes) {
            second.put(unit, entries.compressed(fragmentOffset + offset, lengthBytes));
        }
    }
}
