/** Stage 1: named bytes that can be read at any offset and are pinned to one version. */
@NullMarked
package io.vmloom.source;

import org.jspecify.annotations.NullMarked;
