/** Stage 7: contracts by which a format writes its header and metadata tables around the fragments. */
@NullMarked
package io.vmloom.table;

import org.jspecify.annotations.NullMarked;
