/** Stage 3: pieces of work cut from the extents by decoded bytes. */
@NullMarked
package io.vmloom.range;

import org.jspecify.annotations.NullMarked;
