/** Stage 4: self-contained, versioned units of work as they travel to workers. */
@NullMarked
package io.vmloom.task;

import org.jspecify.annotations.NullMarked;
