@NullMarked
package io.vmloom.coordinator.pipeline;

import org.jspecify.annotations.NullMarked;
