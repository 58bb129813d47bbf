/** Machines that come as packages: a descriptor, its disks, and what proves that they are whole. */
@NullMarked
package io.vmloom.appliance;

import org.jspecify.annotations.NullMarked;
