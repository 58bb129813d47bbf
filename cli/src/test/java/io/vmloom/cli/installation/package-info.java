/** The archive that users unpack, used as they do. */
@NullMarked
package io.vmloom.cli.installation;

import org.jspecify.annotations.NullMarked;
