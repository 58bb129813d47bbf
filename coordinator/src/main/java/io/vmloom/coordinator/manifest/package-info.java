/** The manifest: what people write to say which images become what. */
@NullMarked
package io.vmloom.coordinator.manifest;

import org.jspecify.annotations.NullMarked;
