package io.vmloom.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.check.CheckedFile;
import io.vmloom.check.Finding;
import io.vmloom.source.ByteSource;
import io.vmloom.store.CompanionGate;
import io.vmloom.store.Location;
import io.vmloom.store.ObjectVersion;
import io.vmloom.store.Stores;
import io.vmloom.store.route.ConfiguredStores;
import io.vmloom.testing.LocalImage;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of several files is in order when each of them is. */
class CheckAllTest {
    @TempDir
    Path folder;

    @Test
    void everyFileOfAChainIsCheckedByTheRulesOfItsFormat() throws IOException {
        Path base = create("vmdk", "base.vmdk", "subformat=twoGbMaxExtentSparse,size=2200M");
        Path middle = create("qcow2", "middle.qcow2", "backing_file=" + base + ",backing_fmt=vmdk");
        Path top = create("qed", "top.qed", "backing_file=" + middle + ",backing_fmt=qcow2");
        Peers.run("qemu-io", "-f", "vmdk", "-c", "write -q -P 3 1M 512k", "-c", "write -q -P 4 2100M 64k", base);

        assertThat(names(check(top))).containsExactly("top.qed", "middle.qcow2", "base-s001.vmdk", "base-s002.vmdk");
        assertThat(check(top)).allMatch(file -> file.report().clean());

        pointSecondGrainAtTheFirst(folder.resolve("base-s001.vmdk"));

        List<CheckedFile> damaged = check(top);
        assertThat(names(damaged.stream().filter(file -> !file.report().clean()).toList()))
                .containsExactly("base-s001.vmdk");
        assertThat(damaged.get(2).report().first())
                .extracting(Finding::problem)
                .anyMatch(problem -> problem.contains("lie over each other"));
    }

    private Path create(String format, String name, String options) {
        Path image = folder.resolve(name);
        Peers.run("qemu-img", "create", "-q", "-f", format, "-o", options, image);
        return image;
    }

    private static void pointSecondGrainAtTheFirst(Path extent) throws IOException {
        try (FileChannel file = FileChannel.open(extent, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long directory = 512 * longAt(file, 56);
            long table = 512L * intAt(file, directory);
            int firstGrain = 16;
            int host = intAt(file, table + firstGrain * 4L);
            ByteBuffer entry =
                    ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0, host);
            file.write(entry, table + (firstGrain + 1) * 4L);
        }
    }

    private static int intAt(FileChannel file, long offset) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        file.read(bytes, offset);
        return bytes.getInt(0);
    }

    private static long longAt(FileChannel file, long offset) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        file.read(bytes, offset);
        return bytes.getLong(0);
    }

    private static List<CheckedFile> check(Path file) {
        Stores stores = new ConfiguredStores(bucket -> {
            throw new AssertionError("no bucket is meant: " + bucket);
        });
        ObjectVersion version = stores.pin(new Location.OnDisk(file));
        ByteSource source = stores.open(version);
        try (CompanionGate gate = new CompanionGate(stores, LocalImage.beside(), version, source)) {
            return Detector.checkAll(source, Detector.AUTO, new OpenOptions("", gate, ImagePolicy.DEFAULT));
        }
    }

    private static List<String> names(List<CheckedFile> files) {
        return files.stream()
                .map(file -> Path.of(file.name()).getFileName().toString())
                .toList();
    }
}
