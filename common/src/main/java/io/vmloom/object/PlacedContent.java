package io.vmloom.object;

import io.vmloom.layout.FragmentPlace;
import io.vmloom.store.Content;

/** A fragment whose offset is known, ready to be written. */
record PlacedContent(FragmentPlace place, Content content) {}
