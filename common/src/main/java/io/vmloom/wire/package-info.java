/** Tasks and results as bytes: CBOR in a versioned envelope, read as if everybody could have written it. */
@NullMarked
package io.vmloom.wire;

import org.jspecify.annotations.NullMarked;
