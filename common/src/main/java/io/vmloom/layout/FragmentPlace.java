package io.vmloom.layout;

import io.vmloom.unit.TargetOffset;

/** Where the fragment of a range begins in the target. */
public record FragmentPlace(int range, TargetOffset offset, long lengthBytes) {}
