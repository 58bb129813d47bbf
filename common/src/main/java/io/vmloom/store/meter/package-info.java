/** Counts what is asked of an object store. */
@NullMarked
package io.vmloom.store.meter;

import org.jspecify.annotations.NullMarked;
