/** Carries as many items and tasks through a real broker as one installation may have, with made-up sources and workers. */
@NullMarked
package io.vmloom.loadtest.scale;

import org.jspecify.annotations.NullMarked;
