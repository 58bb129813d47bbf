/** XML from strangers: no document types, no entities, bounded size and depth. */
@NullMarked
package io.vmloom.xml;

import org.jspecify.annotations.NullMarked;
