/** One task from source bytes to a stored fragment: fetch, decode, digest, encode, store. */
@NullMarked
package io.vmloom.worker.convert;

import org.jspecify.annotations.NullMarked;
