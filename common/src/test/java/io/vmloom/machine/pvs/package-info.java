@NullMarked
package io.vmloom.machine.pvs;

import org.jspecify.annotations.NullMarked;
