/** Coordinator and workers in this process, with or without Kafka and S3 of their own. */
@NullMarked
package io.vmloom.cli.engine;

import org.jspecify.annotations.NullMarked;
