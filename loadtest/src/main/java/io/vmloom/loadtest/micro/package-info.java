/** Measures each hot loop by itself, beside a loop of the JDK, and finds those that became much slower. */
@NullMarked
package io.vmloom.loadtest.micro;

import org.jspecify.annotations.NullMarked;
