/** Configurations in XML, read so that nothing in them is overlooked, and written. */
@NullMarked
package io.vmloom.machine.xml;

import org.jspecify.annotations.NullMarked;
