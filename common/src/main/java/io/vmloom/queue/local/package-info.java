/** Queues within one process. */
@NullMarked
package io.vmloom.queue.local;

import org.jspecify.annotations.NullMarked;
