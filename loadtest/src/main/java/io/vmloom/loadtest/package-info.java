/** Where the load test begins: measuring and breaking. */
@NullMarked
package io.vmloom.loadtest;

import org.jspecify.annotations.NullMarked;
