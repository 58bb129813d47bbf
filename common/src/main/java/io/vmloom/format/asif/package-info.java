/** Apple's sparse image format for virtual machines: two levels of tables of chunks. */
@NullMarked
package io.vmloom.format.asif;

import org.jspecify.annotations.NullMarked;
