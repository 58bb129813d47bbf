/** Alerts, and everything that asks Prometheus something, asked of a real one. */
@NullMarked
package io.vmloom.k8s.monitoring;

import org.jspecify.annotations.NullMarked;
