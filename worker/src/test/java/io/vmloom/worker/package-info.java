/** Tests of the module as a whole. */
@NullMarked
package io.vmloom.worker;

import org.jspecify.annotations.NullMarked;
