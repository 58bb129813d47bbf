package io.vmloom.fragment;

import io.vmloom.store.ObjectVersion;
import io.vmloom.store.PartReceipt;

/** Where a fragment ended up. */
public sealed interface StoredFragment {
    /** It is a part of the target already. */
    record InPart(PartReceipt part) implements StoredFragment {}

    /** It waits to be composed. */
    record Staged(ObjectVersion object) implements StoredFragment {}

    /** The local target's sequencer has it. */
    record InFile() implements StoredFragment {}

    /** It has no bytes. */
    record Empty() implements StoredFragment {}
}
