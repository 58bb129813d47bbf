/** Helpers that tests of several packages share: other programs as oracles, images as bytes. */
@NullMarked
package io.vmloom.testing;

import org.jspecify.annotations.NullMarked;
