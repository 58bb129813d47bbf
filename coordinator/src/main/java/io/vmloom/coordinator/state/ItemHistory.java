package io.vmloom.coordinator.state;

import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.fragment.TaskResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What earlier coordinators recorded of an item.
 *
 * @param runs how often it was taken up
 * @param begun empty unless its target is under construction
 * @param uploads by the object's name
 * @param accepted ranges that are done, in order
 * @param completing by the object's name
 * @param ended its outcome; anything else that is known beside that has still to be removed from stores
 */
public record ItemHistory(
        int runs,
        Optional<StateRecord.ItemBegun> begun,
        Map<String, StateRecord.UploadBegun> uploads,
        List<TaskResult.Converted> accepted,
        Map<String, StateRecord.Completing> completing,
        Optional<StateRecord.ItemEnded> ended) {
    public static final ItemHistory NONE = afterRuns(0);

    public ItemHistory {
        uploads = Map.copyOf(uploads);
        accepted = List.copyOf(accepted);
        completing = Map.copyOf(completing);
    }

    /** Of runs that left nothing. */
    static ItemHistory afterRuns(int runs) {
        return new ItemHistory(runs, Optional.empty(), Map.of(), List.of(), Map.of(), Optional.empty());
    }

    /** Whether it has ended and nothing of it is left anywhere. */
    public boolean over() {
        return ended.isPresent() && begun.isEmpty() && uploads.isEmpty() && completing.isEmpty();
    }

    /** What is told of the item once it has ended. */
    public Optional<ItemReport> report(ConversionRequest item) {
        return ended.map(end -> new ItemReport(item, end.outcome(), end.took()));
    }

    /** What an item's records add up to. */
    static ItemHistory of(Iterable<StateRecord.OfItem> records) {
        int runs = 0;
        Optional<StateRecord.ItemBegun> begun = Optional.empty();
        Map<String, StateRecord.UploadBegun> uploads = new HashMap<>();
        Map<Integer, TaskResult.Converted> accepted = new TreeMap<>();
        Map<String, StateRecord.Completing> completing = new HashMap<>();
        Optional<StateRecord.ItemEnded> ended = Optional.empty();
        for (StateRecord.OfItem known : records) {
            switch (known) {
                case StateRecord.ItemStarted started -> runs = started.run() + 1;
                case StateRecord.ItemBegun begin -> begun = Optional.of(begin);
                case StateRecord.UploadBegun upload -> uploads.put(upload.name(), upload);
                case StateRecord.RangeAccepted(TaskResult.Converted result) ->
                    accepted.put(result.id().index(), result);
                case StateRecord.Completing complete -> completing.put(complete.name(), complete);
                case StateRecord.ItemEnded end -> ended = Optional.of(end);
            }
        }
        return new ItemHistory(runs, begun, uploads, new ArrayList<>(accepted.values()), completing, ended);
    }
}
