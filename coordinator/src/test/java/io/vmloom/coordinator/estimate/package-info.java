@NullMarked
package io.vmloom.coordinator.estimate;

import org.jspecify.annotations.NullMarked;
