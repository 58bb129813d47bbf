/** Tests of the qcow2 reader and target. */
@NullMarked
package io.vmloom.format.qcow2;

import org.jspecify.annotations.NullMarked;
