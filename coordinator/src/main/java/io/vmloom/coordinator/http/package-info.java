/** The API: batches by HTTP, with problem documents for everything that is refused. */
@NullMarked
package io.vmloom.coordinator.http;

import org.jspecify.annotations.NullMarked;
