/** Configurations of Parallels, {@code config.pvs}; they are read only. */
@NullMarked
package io.vmloom.machine.pvs;

import org.jspecify.annotations.NullMarked;
