/** Every kind of source to every kind of target: the same guest, clean files, and programs of others that agree. */
@NullMarked
package io.vmloom.cli.matrix;

import org.jspecify.annotations.NullMarked;
