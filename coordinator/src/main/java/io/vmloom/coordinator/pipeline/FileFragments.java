package io.vmloom.coordinator.pipeline;

import io.vmloom.fragment.FragmentIndex;
import io.vmloom.fragment.StoredFragment;
import io.vmloom.fragment.TaskResult;
import io.vmloom.fragment.UnitVisitor;
import io.vmloom.layout.FragmentSize;
import io.vmloom.layout.Layout;
import io.vmloom.table.FragmentIndexes;
import io.vmloom.table.GroupSet;
import io.vmloom.table.Stitch;
import java.util.ArrayList;
import java.util.List;

/** The accepted fragments of one file. Its ranges, and the units in their indexes, are counted from where it begins. */
record FileFragments(FragmentLedger ledger, FilePlan file) implements FragmentIndexes {
    int ranges() {
        return file.ranges();
    }

    /** The plan's number of a range. */
    int inPlan(int range) {
        return file.firstRange() + range;
    }

    TaskResult.Converted get(int range) {
        return ledger.get(inPlan(range));
    }

    long fragmentBytes() {
        return sizes().stream().mapToLong(FragmentSize::lengthBytes).sum();
    }

    List<FragmentSize> sizes() {
        return sizes(0, ranges());
    }

    /** Those of ranges {@code from .. to}, without the last. */
    List<FragmentSize> sizes(int from, int to) {
        List<FragmentSize> sizes = new ArrayList<>();
        for (int range = from; range < to; range++) {
            TaskResult.Converted result = get(range);
            sizes.add(
                    new FragmentSize(range, result.fragmentBytes(), result.stored() instanceof StoredFragment.InPart));
        }
        return sizes;
    }

    @Override
    public FragmentIndex of(int range) {
        FragmentIndex index = ledger.of(inPlan(range));
        return index.countedFrom(file.guestStart() / index.unitBytes());
    }

    /** The second-level tables that hold an entry: in a layer, zeros have one too. */
    GroupSet groups() {
        return file.layer().isPresent() ? file.groupsBound() : storedGroups();
    }

    private GroupSet storedGroups() {
        GroupSet groups = new GroupSet(file.design().groupBytes());
        int unitBytes = file.design().encoder().unitBytes();
        UnitVisitor marker = new UnitVisitor() {
            @Override
            public void zero(long firstUnit, long count) {}

            @Override
            public void plain(long firstUnit, long count, long offset) {
                groups.add(firstUnit * unitBytes, count * unitBytes);
            }

            @Override
            public void compressed(long unit, long offset, int lengthBytes) {
                groups.add(unit * unitBytes, unitBytes);
            }
        };
        for (int range = 0; range < ranges(); range++) {
            of(range).forEach(marker);
        }
        return groups;
    }

    /** All that the tables are made of, once every fragment is stored. */
    Stitch stitch(Layout layout, GroupSet groups) {
        return new Stitch(layout, ranges(), this, groups, file.layer());
    }
}
