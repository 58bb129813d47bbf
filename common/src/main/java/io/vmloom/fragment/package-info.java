/** Stage 5: encoded target bytes of one range, their index, and the results workers report. */
@NullMarked
package io.vmloom.fragment;

import org.jspecify.annotations.NullMarked;
