/** Ports for tasks going out to workers and results coming back, at least once. */
@NullMarked
package io.vmloom.queue;

import org.jspecify.annotations.NullMarked;
