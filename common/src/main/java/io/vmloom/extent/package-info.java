/** Stage 2: what each guest byte of an image is, walked by a cursor. */
@NullMarked
package io.vmloom.extent;

import org.jspecify.annotations.NullMarked;
