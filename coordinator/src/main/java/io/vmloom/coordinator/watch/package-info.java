/** What people watch of work that is under way, in bounded memory. */
@NullMarked
package io.vmloom.coordinator.watch;

import org.jspecify.annotations.NullMarked;
