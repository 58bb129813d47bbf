package io.vmloom.object;

import io.vmloom.layout.Layout;
import io.vmloom.store.Content;
import java.util.List;

/** Decides where the fragments of a local target go. Not thread-safe. */
sealed interface FragmentOrder permits AppendingOrder, IdentityOrder {
    /** Takes a fragment and gives all that can be written now; nothing for a range that was taken before. */
    List<PlacedContent> offer(int range, Content content);

    /** How many ranges, counted from the first that is missing, may be in the works. */
    int window();

    /** The first range that is missing. */
    int firstMissing();

    /** The layout once every range was taken. */
    Layout layout();
}
