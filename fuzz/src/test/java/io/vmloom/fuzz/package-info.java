/** Images nobody made on purpose, against every reader. */
@NullMarked
package io.vmloom.fuzz;

import org.jspecify.annotations.NullMarked;
