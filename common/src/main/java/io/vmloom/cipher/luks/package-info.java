/** Linux Unified Key Setup: from a header and a passphrase to the key of a disk. */
@NullMarked
package io.vmloom.cipher.luks;

import org.jspecify.annotations.NullMarked;
