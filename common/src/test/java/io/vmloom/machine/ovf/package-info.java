@NullMarked
package io.vmloom.machine.ovf;

import org.jspecify.annotations.NullMarked;
