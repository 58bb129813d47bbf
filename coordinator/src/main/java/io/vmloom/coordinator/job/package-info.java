/** What a batch asks for and what became of it. */
@NullMarked
package io.vmloom.coordinator.job;

import org.jspecify.annotations.NullMarked;
