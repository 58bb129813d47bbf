/** Tasks by a share group and results by a plain topic; the only package that knows Kafka. */
@NullMarked
package io.vmloom.queue.kafka;

import org.jspecify.annotations.NullMarked;
