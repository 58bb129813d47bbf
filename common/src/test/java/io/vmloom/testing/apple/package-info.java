/** Encoders of what Apple's disk images are compressed with, as plain as can be: vmloom only reads it. */
@NullMarked
package io.vmloom.testing.apple;

import org.jspecify.annotations.NullMarked;
