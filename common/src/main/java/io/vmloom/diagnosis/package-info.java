/** What is found when an installation is examined before it is used. */
@NullMarked
package io.vmloom.diagnosis;

import org.jspecify.annotations.NullMarked;
