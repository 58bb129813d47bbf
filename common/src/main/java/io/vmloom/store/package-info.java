/** Port to object stores and files: pinned reads, conditional writes, multipart uploads. */
@NullMarked
package io.vmloom.store;

import org.jspecify.annotations.NullMarked;
