/** The command as tests run it: in this JVM or in one of its own, over disks made from seeds. */
@NullMarked
package io.vmloom.cli.testing;

import org.jspecify.annotations.NullMarked;
