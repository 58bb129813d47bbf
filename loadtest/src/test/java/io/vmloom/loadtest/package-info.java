/** Tests of the module as a whole. */
@NullMarked
package io.vmloom.loadtest;

import org.jspecify.annotations.NullMarked;
