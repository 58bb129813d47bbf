/** Starts vmloom as its users do, in processes of its own. */
@NullMarked
package io.vmloom.loadtest.launch;

import org.jspecify.annotations.NullMarked;
