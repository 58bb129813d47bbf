/** Tests of the module as a whole. */
@NullMarked
package io.vmloom.coordinator;

import org.jspecify.annotations.NullMarked;
