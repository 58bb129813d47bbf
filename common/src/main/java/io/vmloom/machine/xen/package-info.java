/** Configurations of Xen's {@code xl} for fully virtualised guests, by xl.cfg(5) and xl-disk-configuration(5). */
@NullMarked
package io.vmloom.machine.xen;

import org.jspecify.annotations.NullMarked;
