/** The registry of disk formats and detection by content. */
@NullMarked
package io.vmloom.format;

import org.jspecify.annotations.NullMarked;
