/** Compression codecs behind one small contract, with a fingerprint of their exact bytes. */
@NullMarked
package io.vmloom.codec;

import org.jspecify.annotations.NullMarked;
