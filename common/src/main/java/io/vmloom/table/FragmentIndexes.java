package io.vmloom.table;

import io.vmloom.fragment.FragmentIndex;

/** Gives the index of a range's fragment, read anew each time so that memory stays bounded. */
@FunctionalInterface
public interface FragmentIndexes {
    FragmentIndex of(int range);
}
