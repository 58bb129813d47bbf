package io.vmloom.coordinator.estimate;

/**
 * What goes through the queues.
 *
 * @param tasks to workers
 * @param results of workers, one for each task
 * @param records that coordinators keep, and those that say that one is forgotten
 */
public record Messages(long tasks, long results, long records) {
    public Messages plus(Messages more) {
        return new Messages(tasks + more.tasks, results + more.results, records + more.records);
    }
}
