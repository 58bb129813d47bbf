/** Tasks out, results in: attempts, deadlines and re-issue are decided here and nowhere else. */
@NullMarked
package io.vmloom.coordinator.dispatch;

import org.jspecify.annotations.NullMarked;
