/** Who may use the API, and for which tenants. */
@NullMarked
package io.vmloom.coordinator.access;

import org.jspecify.annotations.NullMarked;
