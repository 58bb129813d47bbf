/** The guest digest vg1: a position-aligned Merkle tree in which zeros are free. */
@NullMarked
package io.vmloom.digest;

import org.jspecify.annotations.NullMarked;
