/** What the autoscaler of the manifests does, rehearsed without a cluster. */
@NullMarked
package io.vmloom.k8s.scaling;

import org.jspecify.annotations.NullMarked;
