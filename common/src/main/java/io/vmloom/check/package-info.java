/** What can be wrong with an image's metadata, and how it is found without changing anything. */
@NullMarked
package io.vmloom.check;

import org.jspecify.annotations.NullMarked;
