/** Tests of what is made durable, as bytes and as what they add up to. */
@NullMarked
package io.vmloom.coordinator.state;

import org.jspecify.annotations.NullMarked;
