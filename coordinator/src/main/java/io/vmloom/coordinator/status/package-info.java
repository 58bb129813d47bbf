/** How far batches and items are, as their threads tell it. */
@NullMarked
package io.vmloom.coordinator.status;

import org.jspecify.annotations.NullMarked;
