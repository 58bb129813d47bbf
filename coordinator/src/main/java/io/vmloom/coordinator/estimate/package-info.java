/** What a batch would take and cost, as it was found without doing it. */
@NullMarked
package io.vmloom.coordinator.estimate;

import org.jspecify.annotations.NullMarked;
