/** Leads each location to the store that is configured for it. */
@NullMarked
package io.vmloom.store.route;

import org.jspecify.annotations.NullMarked;
