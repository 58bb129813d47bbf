/** Stores that are only read: what is written to them is remembered beside them, and forgotten in the end. */
@NullMarked
package io.vmloom.store.overlay;

import org.jspecify.annotations.NullMarked;
