/** Metrics: their names, and how a process counts and exposes them. */
@NullMarked
package io.vmloom.telemetry;

import org.jspecify.annotations.NullMarked;
