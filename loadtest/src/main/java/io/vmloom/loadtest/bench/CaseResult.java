package io.vmloom.loadtest.bench;

import java.util.List;

/**
 * The runs of one case, alternating.
 *
 * @param dataBytes guest bytes that are allocated in the source
 */
record CaseResult(BenchCase bench, long dataBytes, List<Sample> vmloom, List<Sample> peer) {
    CaseResult {
        vmloom = List.copyOf(vmloom);
        peer = List.copyOf(peer);
    }

    /** How many times faster vmloom is; below 1 it is slower. */
    double speedup() {
        return Series.of(peer, Sample::seconds).median()
                / Series.of(vmloom, Sample::seconds).median();
    }

    /** The same for the work of all cores, which other load on the machine hardly changes. */
    double cpuRatio() {
        return Series.of(peer, Sample::cpuSeconds).median()
                / Series.of(vmloom, Sample::cpuSeconds).median();
    }

    double vmloomMegabytesPerSecond() {
        return dataBytes / 1e6 / Series.of(vmloom, Sample::seconds).median();
    }

    long vmloomBytes() {
        return vmloom.getLast().targetBytes();
    }

    long peerBytes() {
        return peer.getLast().targetBytes();
    }
}
