@NullMarked
package io.vmloom.machine.vbox;

import org.jspecify.annotations.NullMarked;
