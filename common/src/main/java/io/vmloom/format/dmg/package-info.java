/** Apple's universal disk image format: chunks of any size, each compressed in its own way or not at all. */
@NullMarked
package io.vmloom.format.dmg;

import org.jspecify.annotations.NullMarked;
