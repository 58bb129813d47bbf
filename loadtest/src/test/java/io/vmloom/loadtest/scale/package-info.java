/** Tests of the store that is made up, of what is counted, and of a small run. */
@NullMarked
package io.vmloom.loadtest.scale;

import org.jspecify.annotations.NullMarked;
