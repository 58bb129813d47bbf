package io.vmloom.store;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.BeforeEach;

/** What every object store must do. Implementations answer what they are capable of beyond it. */
public abstract class ObjectStoreContract
        implements StoredObjectContract, ObjectChangeContract, UploadPartsContract, UploadEndContract {
    private static final long SEED = 20_260_101;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

    private String bucket = "";

    /** Makes an empty bucket and answers its name. */
    protected abstract String freshBucket();

    @BeforeEach
    void openAnEmptyBucket() {
        bucket = freshBucket();
    }

    @Override
    public final RandomGenerator random() {
        return random;
    }

    @Override
    public final Location.InBucket key(String name) {
        return new Location.InBucket(bucket, name);
    }
}
