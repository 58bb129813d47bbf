/** Tests of reading manifests. */
@NullMarked
package io.vmloom.coordinator.manifest;

import org.jspecify.annotations.NullMarked;
