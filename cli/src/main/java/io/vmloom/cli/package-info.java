/** The {@code vmloom} command. */
@NullMarked
package io.vmloom.cli;

import org.jspecify.annotations.NullMarked;
