/** Tells others over HTTPS what became of batches and items. */
@NullMarked
package io.vmloom.coordinator.hooks;

import org.jspecify.annotations.NullMarked;
