package io.vmloom.fragment;

import io.vmloom.store.ObjectVersion;
import java.nio.ByteBuffer;

/** A fragment's index, as {@link FragmentIndex#encode()} makes it: in the message, or in a staging object. */
public sealed interface IndexRef {
    /** From this length on an index is spilled. */
    int MAX_INLINE_BYTES = 16 << 10;

    record Inline(ByteBuffer bytes) implements IndexRef {}

    record Spilled(ObjectVersion object) implements IndexRef {}
}
