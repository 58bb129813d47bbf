package io.vmloom.loadtest.micro;

import io.vmloom.store.Content;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From the indexes of fragments to the tables in front of a target. */
@State(Scope.Thread)
public class TableLoops {
    private static final String ENTRIES = "entries";

    private final SampleImage qcow2 = SampleImage.of(SampleTarget.QCOW2_ZLIB);
    private final SampleImage vmdk = SampleImage.of(SampleTarget.VMDK);
    private final SampleImage vdi = SampleImage.of(SampleTarget.VDI);
    private final SampleImage vhdx = SampleImage.of(SampleTarget.VHDX);

    /** Second-level tables and refcounts. */
    @Benchmark
    @Measured(amount = SampleTarget.UNITS, unit = ENTRIES, by = Yardstick.RECORDS)
    public Content qcow2Tables() {
        return qcow2.front();
    }

    @Benchmark
    @Measured(amount = SampleTarget.UNITS, unit = ENTRIES, by = Yardstick.RECORDS)
    public Content vmdkGrainTables() {
        return vmdk.front();
    }

    @Benchmark
    @Measured(amount = SampleTarget.UNITS, unit = ENTRIES, by = Yardstick.RECORDS)
    public Content vdiBlockMap() {
        return vdi.front();
    }

    @Benchmark
    @Measured(amount = SampleTarget.UNITS, unit = ENTRIES, by = Yardstick.RECORDS)
    public Content vhdxBlockTable() {
        return vhdx.front();
    }
}
