/** Hyper-V's VHDX: the reader, which replays a log in memory, and the dynamic and fixed targets. */
@NullMarked
package io.vmloom.format.vhdx;

import org.jspecify.annotations.NullMarked;
