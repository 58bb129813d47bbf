/** Stage 8: part list to completed object; local files by an in-order sequencer. */
@NullMarked
package io.vmloom.object;

import org.jspecify.annotations.NullMarked;
