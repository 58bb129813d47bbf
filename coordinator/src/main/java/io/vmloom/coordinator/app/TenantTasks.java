package io.vmloom.coordinator.app;

import io.vmloom.queue.TaskPublisher;
import io.vmloom.task.Task;

/** Gives out tasks on one tenant's behalf, so that workers touch nothing that is not its. */
record TenantTasks(TaskPublisher tasks, String tenant) implements TaskPublisher {
    @Override
    public void publish(Task task) {
        tasks.publish(task.withTenant(tenant));
    }

    @Override
    public void close() {
        // It is everybody's.
    }
}
