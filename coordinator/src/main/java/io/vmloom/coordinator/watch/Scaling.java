package io.vmloom.coordinator.watch;

/**
 * How many workers an autoscaler should have, and by what.
 *
 * @param backlog tasks that wait in the queue or run
 * @param running of them, on workers that are known
 * @param tasksPerWorker what one worker is started for
 * @param workers that are there
 */
public record Scaling(long backlog, long running, int tasksPerWorker, int workers) {
    public Scaling {
        if (tasksPerWorker < 1) {
            throw new IllegalArgumentException("a worker must be there for one task or more, got: " + tasksPerWorker);
        }
    }

    /** Rounded up: one task is reason enough for a worker. */
    public long wanted() {
        return Math.ceilDiv(backlog, tasksPerWorker);
    }

    /** The same in words. */
    public String reason() {
        return count(wanted(), "worker") + " wanted because " + count(backlog, "task") + " / " + tasksPerWorker
                + " per worker";
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
