/** What the manifests say, held against each other, against the models of Kubernetes, and against the program. */
@NullMarked
package io.vmloom.k8s;

import org.jspecify.annotations.NullMarked;
