/** One image from source to published target, one class per step. */
@NullMarked
package io.vmloom.coordinator.pipeline;

import org.jspecify.annotations.NullMarked;
