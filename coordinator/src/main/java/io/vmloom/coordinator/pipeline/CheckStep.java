package io.vmloom.coordinator.pipeline;

import io.vmloom.check.CheckedFile;
import io.vmloom.cipher.Secrets;
import io.vmloom.coordinator.job.Trust;
import io.vmloom.format.Detector;
import io.vmloom.source.ByteSource;
import io.vmloom.store.CompanionGate;
import io.vmloom.store.Companions;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import java.util.List;

/** Checks the metadata of one image, and of all files that it is completed with. */
public final class CheckStep {
    private final Stores stores;
    private final Secrets secrets;

    /** @param secrets where the references to keys lead to */
    public CheckStep(Stores stores, Secrets secrets) {
        this.stores = stores;
        this.secrets = secrets;
    }

    /**
     * An image that may be completed with nothing is checked alone, even when it needs others. With a key it is opened as a
     * disk, and another key than the right one is refused. Throws a
     * {@link io.vmloom.error.ConversionException} when one of the files can not be read at all.
     *
     * @param snapshot of an image whose snapshots are files of their own, or empty
     */
    public List<CheckedFile> run(Location location, String declaredFormat, String snapshot, Trust trust) {
        ObjectVersion version = stores.pin(InspectStep.entry(location));
        ByteSource source = stores.open(version);
        try (CompanionGate gate = new CompanionGate(stores, trust.companions(), version, source)) {
            boolean alone = trust.companions().equals(Companions.NONE) && snapshot.isEmpty() && !trust.hasKeys();
            return alone
                    ? List.of(new CheckedFile(source.name(), Detector.check(source, declaredFormat)))
                    : Detector.checkAll(source, declaredFormat, InspectStep.options(snapshot, gate, trust, secrets));
        }
    }
}
