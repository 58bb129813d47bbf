/** Stage 6: pure arithmetic from fragment sizes to parts and target offsets. */
@NullMarked
package io.vmloom.layout;

import org.jspecify.annotations.NullMarked;
