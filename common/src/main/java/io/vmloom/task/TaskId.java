package io.vmloom.task;

import java.util.regex.Pattern;

/**
 * Names one attempt at one piece of work: {@code item/generation/kind/index/attempt}.
 *
 * @param item unique among all batches; letters, digits, dots, dashes and underscores only
 * @param generation changes with upload, plan or codec fingerprint: results of older generations are ignored
 * @param index the range, or the running number of a composition
 * @param attempt from 1
 */
public record TaskId(String item, int generation, TaskKind kind, int index, int attempt) {
    private static final Pattern ITEM = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    public TaskId {
        if (!ITEM.matcher(item).matches() || generation < 0 || index < 0 || attempt < 1) {
            throw new IllegalArgumentException(
                    "task id is malformed: " + item + "/" + generation + "/" + kind + "/" + index + "/" + attempt);
        }
    }

    /** Reads what {@link #toString} makes; throws {@link IllegalArgumentException} for anything else. */
    public static TaskId parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 5) {
            throw new IllegalArgumentException("task id must be item/generation/kind/index/attempt, got: " + text);
        }
        return new TaskId(
                parts[0],
                Integer.parseInt(parts[1]),
                TaskKind.valueOf(parts[2]),
                Integer.parseInt(parts[3]),
                Integer.parseInt(parts[4]));
    }

    public TaskId nextAttempt() {
        return new TaskId(item, generation, kind, index, attempt + 1);
    }

    /** Whether both are attempts at the same work. */
    public boolean sameWork(TaskId other) {
        return item.equals(other.item) && generation == other.generation && kind == other.kind && index == other.index;
    }

    @Override
    public String toString() {
        return item + "/" + generation + "/" + kind + "/" + index + "/" + attempt;
    }
}
