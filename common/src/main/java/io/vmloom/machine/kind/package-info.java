/** The registry of kinds of configurations, and detection by content: the one place that names every kind. */
@NullMarked
package io.vmloom.machine.kind;

import org.jspecify.annotations.NullMarked;
