/** VirtualBox's settings files, {@code .vbox}; they are read only. */
@NullMarked
package io.vmloom.machine.vbox;

import org.jspecify.annotations.NullMarked;
