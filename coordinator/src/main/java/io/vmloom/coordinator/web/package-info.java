/** The live page: what the API answers as HTML for browsers without scripts, and the files of the page for all others. */
@NullMarked
package io.vmloom.coordinator.web;

import org.jspecify.annotations.NullMarked;
