/** What people and scripts see of the command: messages, exit codes, files left behind, JSON. */
@NullMarked
package io.vmloom.cli.command;

import org.jspecify.annotations.NullMarked;
