/** What each tenant may touch in stores and among secrets. */
@NullMarked
package io.vmloom.tenant;

import org.jspecify.annotations.NullMarked;
