/** The live page in a real browser, over a real service. */
@NullMarked
package io.vmloom.cli.page;

import org.jspecify.annotations.NullMarked;
