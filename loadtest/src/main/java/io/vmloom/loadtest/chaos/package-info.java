/** Breaks a cluster of real processes while it works, and compares what it makes with what an unbroken one makes. */
@NullMarked
package io.vmloom.loadtest.chaos;

import org.jspecify.annotations.NullMarked;
