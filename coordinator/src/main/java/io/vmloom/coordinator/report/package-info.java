/** What became of items, as documents. */
@NullMarked
package io.vmloom.coordinator.report;

import org.jspecify.annotations.NullMarked;
