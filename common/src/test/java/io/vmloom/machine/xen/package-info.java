/** Tests of xl configurations, judged by a grammar that stands here. */
@NullMarked
package io.vmloom.machine.xen;

import org.jspecify.annotations.NullMarked;
