/** What a coordinator makes durable before it counts, so that another one can go on after any moment. */
@NullMarked
package io.vmloom.coordinator.state;

import org.jspecify.annotations.NullMarked;
