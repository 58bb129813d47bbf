@NullMarked
package io.vmloom.archive;

import org.jspecify.annotations.NullMarked;
