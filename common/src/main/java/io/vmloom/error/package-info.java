/** The sealed hierarchy of everything that can go wrong; each failure knows whether trying again can help. */
@NullMarked
package io.vmloom.error;

import org.jspecify.annotations.NullMarked;
