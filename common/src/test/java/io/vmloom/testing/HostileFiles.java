package io.vmloom.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.error.ConversionException;
import io.vmloom.extent.DiskImage;
import io.vmloom.format.ImageReader;
import io.vmloom.format.OpenOptions;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/** Files that are cut or damaged: each must be refused, or read without leaving the file. */
public final class HostileFiles {
    private static final String NAME = "damaged.img";

    private HostileFiles() {}

    /** How many of all shorter lengths of a file are refused, by opening or by the walk through the extents. */
    public static int refusedCuts(ImageReader reader, byte[] good) {
        int refused = 0;
        for (int length = 0; length < good.length; length++) {
            refused += isRefused(reader, Arrays.copyOf(good, length)) ? 1 : 0;
        }
        return refused;
    }

    /** Changes up to three bytes at a time, all of them in the first {@code area} bytes. */
    public static void damage(ImageReader reader, byte[] good, int area, int rounds, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < rounds; round++) {
            byte[] file = good.clone();
            for (int i = 0; i < 3; i++) {
                file[random.nextInt(area)] = (byte) (random.nextInt(4) == 0 ? -1 : random.nextInt());
            }
            isRefused(reader, file);
        }
    }

    /** A test source throws an error of another kind when it is read outside its bytes. */
    private static boolean isRefused(ImageReader reader, byte[] file) {
        return open(reader, file).map(HostileFiles::isRefused).orElse(true);
    }

    private static Optional<DiskImage> open(ImageReader reader, byte[] file) {
        try {
            return Optional.of(reader.open(TestSource.of(NAME, file), OpenOptions.DEFAULT));
        } catch (ConversionException e) {
            assertThat(e).hasMessageContaining(NAME);
            return Optional.empty();
        }
    }

    private static boolean isRefused(DiskImage image) {
        try {
            Materializer.extents(image, 0);
            return false;
        } catch (ConversionException e) {
            assertThat(e).hasMessageContaining(NAME);
            return true;
        }
    }
}
