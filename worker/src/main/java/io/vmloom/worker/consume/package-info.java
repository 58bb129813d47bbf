/** The slots of a worker: take a task, run it, report it. */
@NullMarked
package io.vmloom.worker.consume;

import org.jspecify.annotations.NullMarked;
