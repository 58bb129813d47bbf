/** The other side of the API: asks a coordinator, and shows what it answers. */
@NullMarked
package io.vmloom.cli.client;

import org.jspecify.annotations.NullMarked;
