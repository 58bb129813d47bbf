/** A store for measurements, which costs those that ask it as little as can be. */
@NullMarked
package io.vmloom.loadtest.store;

import org.jspecify.annotations.NullMarked;
