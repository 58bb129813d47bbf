package io.vmloom.loadtest.bench;

import java.time.Duration;
import java.util.List;

/** What is done twice: by vmloom, and by whoever it is compared with. */
sealed interface Trial {
    /** What all of them read. */
    Input input();

    /** The other side, as a table names it. */
    String peer();

    /**
     * A target is made, which is compared with the source.
     *
     * @param vmloomArguments beside source, target and format
     * @param peerArguments those that make it fastest
     */
    record Conversion(
            Way way, Input input, String targetFormat, List<String> vmloomArguments, List<String> peerArguments)
            implements Trial {
        @Override
        public String peer() {
            return QemuImg.PROGRAM;
        }
    }

    /**
     * Nothing is written.
     *
     * @param vmloomArguments before the file
     * @param peerCommand likewise
     * @param javaOptions of vmloom
     */
    record Reading(Input input, List<String> vmloomArguments, List<String> peerCommand, String javaOptions)
            implements Trial {
        Reading(Input input, List<String> vmloomArguments, List<String> peerCommand) {
            this(input, vmloomArguments, peerCommand, "");
        }

        @Override
        public String peer() {
            return peerCommand.getFirst();
        }
    }

    /**
     * Objects are converted by a coordinator and workers that have converted before; the broker is not counted.
     *
     * @param workers of one slot for each core
     * @param latency by which each request to the store takes longer
     * @param against who does the same
     */
    record Clustered(Input input, Target target, int workers, Duration latency, Against against) implements Trial {
        @Override
        public String peer() {
            return against.title;
        }
    }

    /**
     * What is made.
     *
     * @param options {@code key=value}
     */
    record Target(String format, List<String> options) {
        public Target {
            options = List.copyOf(options);
        }
    }

    /** Where source and target are. */
    enum Way {
        /** Files that both leave to the system's write cache, as qemu-img does by default. */
        FILE,
        /** Files that both sync before the clock stops, as vmloom does by default. */
        SYNCED_FILE,
        /** Objects of one server; the peer downloads, converts and uploads. */
        S3
    }

    /** What a cluster is compared with. */
    enum Against {
        /** The same engine in one process that has converted before, with queues in memory. */
        ONE_PROCESS("one process"),
        ONE_WORKER("one worker");

        private final String title;

        Against(String title) {
            this.title = title;
        }
    }
}
