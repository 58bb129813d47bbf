package io.vmloom.k8s.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;

/**
 * The documented behaviour of KEDA and of the HorizontalPodAutoscaler that it makes: KEDA goes between none and one, and the
 * HorizontalPodAutoscaler between one and many. Every policy is of the kind that allows the larger change.
 */
final class Autoscaler {
    /** Differences that the HorizontalPodAutoscaler leaves alone. */
    private static final double TOLERANCE = 0.1;

    private final ScalingRules rules;
    private final List<Change> changes = new ArrayList<>();
    private final List<Change> wanted = new ArrayList<>();
    private int replicas;
    private int failures;
    private long activeAt;

    Autoscaler(ScalingRules rules, int replicas) {
        this.rules = rules;
        this.replicas = replicas;
    }

    private record Change(long at, int count) {}

    int replicas() {
        return replicas;
    }

    /**
     * One look.
     *
     * @param seconds since some moment
     * @param value what the query gave; empty for anything but one number
     * @return how many replicas there are to be
     */
    int look(long seconds, OptionalDouble value) {
        if (value.isEmpty()) {
            failures++;
            if (failures >= rules.fallback().failures()) {
                change(seconds, Math.max(replicas, rules.fallback().replicas()));
            }
            return replicas;
        }
        failures = 0;
        double tasks = value.getAsDouble();
        if (tasks > rules.activation()) {
            activeAt = seconds;
        }
        if (replicas == 0) {
            change(seconds, tasks > rules.activation() ? Math.max(1, rules.least()) : 0);
        } else if (rules.least() == 0 && seconds - activeAt >= rules.cooldown()) {
            change(seconds, 0);
        } else {
            change(seconds, horizontal(seconds, tasks));
        }
        return replicas;
    }

    private int horizontal(long seconds, double tasks) {
        double ratio = tasks / (rules.threshold() * replicas);
        int recommended = Math.abs(ratio - 1) <= TOLERANCE
                ? replicas
                : Math.clamp((int) Math.ceil(tasks / rules.threshold()), Math.max(1, rules.least()), rules.most());
        wanted.add(new Change(seconds, recommended));
        if (recommended > replicas) {
            return Math.min(recommended, allowed(rules.up(), policy -> up(policy, seconds), true));
        }
        int highest = wanted.stream()
                .filter(earlier -> earlier.at() > seconds - rules.down().stabilization())
                .mapToInt(Change::count)
                .max()
                .orElse(recommended);
        return highest >= replicas
                ? replicas
                : Math.max(highest, allowed(rules.down(), policy -> down(policy, seconds), false));
    }

    private static int allowed(
            ScalingRules.Behaviour behaviour, ToIntFunction<ScalingRules.Policy> limit, boolean highest) {
        return highest
                ? behaviour.policies().stream().mapToInt(limit).max().orElse(Integer.MAX_VALUE)
                : behaviour.policies().stream().mapToInt(limit).min().orElse(0);
    }

    private int up(ScalingRules.Policy policy, long seconds) {
        int before = replicas - changed(policy, seconds, 1);
        return policy.percent() ? (int) Math.ceil(before * (1 + policy.value() / 100.0)) : before + policy.value();
    }

    private int down(ScalingRules.Policy policy, long seconds) {
        int before = replicas + changed(policy, seconds, -1);
        return policy.percent() ? (int) Math.floor(before * (1 - policy.value() / 100.0)) : before - policy.value();
    }

    /** How many came, or went, in the period of a policy. */
    private int changed(ScalingRules.Policy policy, long seconds, int sign) {
        return changes.stream()
                .filter(change -> change.at() > seconds - policy.period())
                .mapToInt(change -> Math.max(0, sign * change.count()))
                .sum();
    }

    private void change(long seconds, int count) {
        if (count != replicas) {
            changes.add(new Change(seconds, count - replicas));
            replicas = count;
        }
    }
}
