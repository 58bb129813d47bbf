/** How much memory conversions take. */
@NullMarked
package io.vmloom.cli.memory;

import org.jspecify.annotations.NullMarked;
