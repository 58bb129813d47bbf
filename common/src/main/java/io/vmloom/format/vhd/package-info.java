/** Virtual PC's and Hyper-V's VHD: the reader, and the dynamic and fixed targets. */
@NullMarked
package io.vmloom.format.vhd;

import org.jspecify.annotations.NullMarked;
