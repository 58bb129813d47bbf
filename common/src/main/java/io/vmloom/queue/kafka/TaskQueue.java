package io.vmloom.queue.kafka;

/**
 * Where tasks wait.
 *
 * @param topic of one partition: a share group pins its members to partitions, so that skew would leave workers idle
 * @param group the share group of the slots that serve it; Kafka takes no colon in its name
 */
public record TaskQueue(String topic, String group) {}
