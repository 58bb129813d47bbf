/** Coordinator and worker as processes that stay. */
@NullMarked
package io.vmloom.cli.service;

import org.jspecify.annotations.NullMarked;
