/** Tests of the neutral model, and random machines for those of the configurations. */
@NullMarked
package io.vmloom.machine;

import org.jspecify.annotations.NullMarked;
