/** Disk encryption: how sectors are decrypted, and how their keys travel. */
@NullMarked
package io.vmloom.cipher;

import org.jspecify.annotations.NullMarked;
