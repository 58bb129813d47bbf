package io.vmloom.coordinator.dispatch;

import io.vmloom.task.Task;
import java.util.function.IntFunction;

/**
 * One piece of work that may take several attempts.
 *
 * @param index as in the task's id
 * @param bytes how much has to be read for it, about
 * @param attempt makes the task of an attempt, from 1; all attempts give equal bytes
 */
public record Work(int index, long bytes, IntFunction<Task> attempt) {}
