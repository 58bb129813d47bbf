/** A coordinator, workers, queue and store in one thread, where everything that can go wrong does, by a seed. */
@NullMarked
package io.vmloom.coordinator.simulation;

import org.jspecify.annotations.NullMarked;
