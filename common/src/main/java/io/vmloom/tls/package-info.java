/** Whom a client believes over TLS. */
@NullMarked
package io.vmloom.tls;

import org.jspecify.annotations.NullMarked;
