/** Tests of the images in containers. */
@NullMarked
package io.vmloom.k8s.container;

import org.jspecify.annotations.NullMarked;
