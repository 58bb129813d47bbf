package io.vmloom.coordinator.estimate;

import io.vmloom.fragment.TaskResult;
import io.vmloom.store.Content;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Requests;
import io.vmloom.store.Stores;
import io.vmloom.task.Task;

/** Where one item is rehearsed: everything is as it is, until something is done to it. */
public interface RehearsalStage {
    /** Which forget what is written to them. */
    Stores stores();

    /** Remembers what a file of this host would be. */
    ObjectVersion keep(Location.OnDisk file, Content content);

    /** What a worker would answer. */
    TaskResult work(Task task);

    /** Made so far, of workers too. */
    Requests requests();
}
