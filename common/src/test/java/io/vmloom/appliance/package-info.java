@NullMarked
package io.vmloom.appliance;

import org.jspecify.annotations.NullMarked;
