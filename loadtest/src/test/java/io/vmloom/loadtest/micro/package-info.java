/** Tests of how hot loops are measured and judged. */
@NullMarked
package io.vmloom.loadtest.micro;

import org.jspecify.annotations.NullMarked;
