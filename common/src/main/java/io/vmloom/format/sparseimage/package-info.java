/** Apple's sparse disk images of one file: bands in the order in which they were written. */
@NullMarked
package io.vmloom.format.sparseimage;

import org.jspecify.annotations.NullMarked;
