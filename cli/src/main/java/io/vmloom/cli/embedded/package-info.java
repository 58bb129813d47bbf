/** The servers a cluster needs, inside this JVM, for work on one machine. */
@NullMarked
package io.vmloom.cli.embedded;

import org.jspecify.annotations.NullMarked;
