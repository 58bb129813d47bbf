/** What the processes of a cluster can be told, in a file or by variables. */
@NullMarked
package io.vmloom.cli.config;

import org.jspecify.annotations.NullMarked;
