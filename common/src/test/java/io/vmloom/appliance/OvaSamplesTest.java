package io.vmloom.appliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import io.vmloom.appliance.PackageFinding.Kind;
import io.vmloom.archive.TarArchive;
import io.vmloom.error.ImageException;
import io.vmloom.testing.TestSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Archives that other projects test with. */
class OvaSamplesTest {
    private static final String GLANCE = "openstack+glance/glance/tests/var/";

    private static Path folder() {
        String folder = System.getProperty("vmloom.samples", "");
        Assumptions.assumeFalse(folder.isEmpty(), "no samples: set -Dvmloom.samples to their folder");
        return Path.of(folder);
    }

    @Test
    void noArchiveIsLeftOut() throws IOException {
        try (Stream<Path> files = Files.walk(folder())) {
            Set<String> found = files.filter(file -> file.toString().endsWith(".ova"))
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.toSet());

            assertThat(found)
                    .containsExactlyInAnyOrder(
                            "testserver.ova",
                            "testserver-no-disk.ova",
                            "testserver-bad-ovf.ova",
                            "testserver-no-ovf.ova",
                            "tdAppliance1-t1.ova");
        }
    }

    @Test
    void anApplianceOfGlanceIsReadAndHasNoManifest() {
        Appliance appliance = read(GLANCE + "testserver.ova");

        assertThat(appliance.machines()).hasSize(1);
        assertThat(appliance.disks())
                .extracting(PackagedDisk::file, PackagedDisk::storedBytes)
                .containsExactly(tuple("testserver-disk1.vmdk", 4L));
        assertThat(appliance.findings()).extracting(PackageFinding::kind).containsExactly(Kind.REMARK);
    }

    @Test
    void aDiskThatIsNotThereIsToldOf() {
        assertThat(read(GLANCE + "testserver-no-disk.ova").findings())
                .extracting(PackageFinding::kind)
                .contains(Kind.MISSING);
    }

    @Test
    void whatIsNoDescriptorIsRefused() {
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> read(GLANCE + "testserver-bad-ovf.ova"))
                .withMessageContaining("testserver-bad-ovf.ova(illegal-xml.ovf) at offset")
                .withMessageContaining("an OVF descriptor must be sound XML");
        assertThatExceptionOfType(ImageException.class)
                .isThrownBy(() -> read(GLANCE + "testserver-no-ovf.ova"))
                .withMessageContaining("it is an archive without an OVF descriptor, of: testserver-disk1.vmdk");
    }

    @Test
    void aManifestOfBlanksTellsNothing() {
        Appliance appliance = read("pop-os+virtualbox/src/VBox/ValidationKit/tests/api/tdAppliance1-t1.ova");

        assertThat(appliance.machines().getFirst().machine().name()).isEqualTo("tdAppliance1-t1");
        assertThat(appliance.findings()).extracting(PackageFinding::kind).containsExactly(Kind.UNLISTED);
    }

    private static Appliance read(String name) {
        Path file = folder().resolve(name);
        try {
            TestSource source = TestSource.of(file.getFileName().toString(), Files.readAllBytes(file));
            return new PackageReader(CheckDepth.ALL_FILES).read(TarArchive.read(source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
