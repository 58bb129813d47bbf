/** Whose turn it is: which item begins next, and whose next task is given out, by priority and fairly. */
@NullMarked
package io.vmloom.coordinator.schedule;

import org.jspecify.annotations.NullMarked;
