/** Raw disks: the guest's bytes as they are, holes of the source left unread. */
@NullMarked
package io.vmloom.format.raw;

import org.jspecify.annotations.NullMarked;
