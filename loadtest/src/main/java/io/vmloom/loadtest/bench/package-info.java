/** Measures vmloom beside another converter, on an image that looks like a used disk. */
@NullMarked
package io.vmloom.loadtest.bench;

import org.jspecify.annotations.NullMarked;
