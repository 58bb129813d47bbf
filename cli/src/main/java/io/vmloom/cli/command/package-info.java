/** One class per command: arguments in, exit code out. */
@NullMarked
package io.vmloom.cli.command;

import org.jspecify.annotations.NullMarked;
