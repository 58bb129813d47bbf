package io.vmloom.loadtest.bench;

import io.vmloom.error.InternalException;
import io.vmloom.store.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A cluster, and what it is compared with, at the same store. */
final class ClusterSides implements Sides {
    private final Workbench bench;
    private final Trial.Clustered trial;
    private final ClusterGround ground;
    private final Converter ours;
    private final Converter theirs;

    private ClusterSides(Workbench bench, Trial.Clustered trial, ClusterGround ground) {
        this.bench = bench;
        this.trial = trial;
        this.ground = ground;
        ours = ground.cluster("ours", trial.workers(), trial.target());
        theirs = switch (trial.against()) {
            case ONE_PROCESS -> ground.oneProcess(trial.target());
            case ONE_WORKER -> ground.cluster("theirs", 1, trial.target());
        };
    }

    /** Both have converted once when this returns. */
    static ClusterSides open(Workbench bench, VmloomProgram vmloom, Trial.Clustered trial) {
        try {
            Path directory = Files.createDirectories(bench.targets().resolve("cluster"));
            Path source = bench.input(trial.input());
            ClusterGround ground = new ClusterGround(vmloom, bench.largestBytes(source), directory, trial.latency());
            try {
                ground.server().upload(source, source(trial));
                ClusterSides sides = new ClusterSides(bench, trial, ground);
                sides.ours();
                sides.theirs();
                return sides;
            } catch (Exception e) {
                ground.close();
                throw e;
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new InternalException("the cluster's files can not be made", e);
        }
    }

    @Override
    public Sample ours() throws Exception {
        return sample(ours);
    }

    @Override
    public Sample theirs() throws Exception {
        return sample(theirs);
    }

    private Sample sample(Converter converter) throws Exception {
        Location.InBucket target = Workbench.object("target." + trial.target().format());
        Duration before = converter.cpu();
        long started = System.nanoTime();
        converter.convert(source(trial), target);
        double seconds = (System.nanoTime() - started) / 1e9;
        Duration spent = converter.cpu().minus(before);
        Path written = bench.target("made");
        ground.server().download(target, written);
        ground.server().delete(target);
        bench.requireGuest(trial.input(), written, trial.target().format());
        Sample sample = new Sample(seconds, spent.toNanos() / 1e9, converter.peakBytes(), Files.size(written));
        Files.delete(written);
        return sample;
    }

    private static Location.InBucket source(Trial.Clustered trial) {
        return Workbench.object("source." + trial.input().format());
    }

    @Override
    public void close() {
        ground.close();
    }
}
