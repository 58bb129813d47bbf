/** Address spaces and sizes that must never be mixed: guest, host and target offsets, alignment, human byte sizes. */
@NullMarked
package io.vmloom.unit;

import org.jspecify.annotations.NullMarked;
