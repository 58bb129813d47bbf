/** Files of this host as sources: positional reads, holes, and a check that the file stays the one that was pinned. */
@NullMarked
package io.vmloom.store.file;

import org.jspecify.annotations.NullMarked;
