@NullMarked
package io.vmloom.loadtest.store;

import org.jspecify.annotations.NullMarked;
