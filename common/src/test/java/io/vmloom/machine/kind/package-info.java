/** Tests of the registry of kinds of configurations. */
@NullMarked
package io.vmloom.machine.kind;

import org.jspecify.annotations.NullMarked;
