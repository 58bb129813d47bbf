/** Tests of what a benchmark computes by itself. */
@NullMarked
package io.vmloom.loadtest.bench;

import org.jspecify.annotations.NullMarked;
