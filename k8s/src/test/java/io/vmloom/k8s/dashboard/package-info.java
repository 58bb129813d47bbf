/** The dashboards of Grafana: what they show, written as code, and the files that are made of it. */
@NullMarked
package io.vmloom.k8s.dashboard;

import org.jspecify.annotations.NullMarked;
