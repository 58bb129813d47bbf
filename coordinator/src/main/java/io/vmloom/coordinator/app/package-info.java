/** The coordinator as a Vert.x application. */
@NullMarked
package io.vmloom.coordinator.app;

import org.jspecify.annotations.NullMarked;
