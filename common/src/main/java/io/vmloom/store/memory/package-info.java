/** An object store in memory that has S3's less pleasant rules; for tests, simulation and work without a store. */
@NullMarked
package io.vmloom.store.memory;

import org.jspecify.annotations.NullMarked;
