package io.vmloom.coordinator.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.vmloom.appliance.Appliance;
import io.vmloom.appliance.PackagedDisk;
import io.vmloom.coordinator.job.ConversionRequest;
import io.vmloom.coordinator.job.DigestedFile;
import io.vmloom.coordinator.job.MachineDisk;
import io.vmloom.coordinator.job.MachineOrder;
import io.vmloom.coordinator.job.Making;
import io.vmloom.error.ImageException;
import io.vmloom.error.RequestException;
import io.vmloom.error.StoreException;
import io.vmloom.machine.Bus;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Machine;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Reading;
import io.vmloom.machine.Slot;
import io.vmloom.machine.ovf.OvfFile;
import io.vmloom.store.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines of a manifest become items. */
class MachineExpansionTest {
    private static final String MACHINE = """
            apiVersion: vmloom.io/v1
            name: exit
            items:
              - source: {uri: s3://in/alone.raw, format: raw}
                output: {uri: s3://out/alone.qcow2}
              - name: web
                kind: machine
                source: {uri: s3://in/web.ova}
                output: {uri: s3://out/web/, config: libvirt%s}
                rules: {bus: virtio}
            """;

    @Test
    void aMachineIsAnItemForEachDiskAndOneBehindThem() {
        List<ConversionRequest> items = expand(MACHINE.formatted(""), packaged("a/disk1.vmdk", "disk2.vmdk.gz"))
                .batch("b00-x")
                .items();

        assertThat(items)
                .extracting(
                        ConversionRequest::id,
                        ConversionRequest::name,
                        item -> item.target().toString())
                .containsExactly(
                        tuple("b00-x-0", "alone.qcow2", "s3://out/alone.qcow2"),
                        tuple("b00-x-1", "web/disk1.qcow2", "s3://out/web/disk1.qcow2"),
                        tuple("b00-x-2", "web/disk2.qcow2", "s3://out/web/disk2.qcow2"),
                        tuple("b00-x-3", "web/web-01.xml", "s3://out/web/web-01.xml"));
        assertThat(items.get(1).source().member()).contains("a/disk1.vmdk");
        assertThat(items.getLast().making())
                .isInstanceOfSatisfying(
                        Making.Config.class,
                        config -> assertThat(config.order().disks())
                                .extracting(MachineDisk::item, MachineDisk::reference)
                                .containsExactly(
                                        tuple("b00-x-1", "/var/lib/libvirt/images/disk1.qcow2"),
                                        tuple("b00-x-2", "/var/lib/libvirt/images/disk2.qcow2")));
    }

    /** Its disks wait where the batch has a place for them, until they are in the package. */
    @Test
    void aPackageIsAnItemForEachDiskAndThePackageBehindThem() {
        String manifest =
                MACHINE.formatted("").replace("s3://out/web/, config: libvirt", "s3://out/web.ova, config: ova") + """
                  - name: again
                    kind: machine
                    source: {uri: s3://in/web.ova}
                    output: {uri: s3://out/again/, config: libvirt}
                """;

        List<ConversionRequest> items = expand(manifest, packaged("a/disk1.vmdk", "disk2.vmdk"))
                .batch("b00-x")
                .items();

        assertThat(items)
                .extracting(
                        ConversionRequest::id,
                        ConversionRequest::name,
                        item -> item.target().toString())
                .containsExactly(
                        tuple("b00-x-0", "alone.qcow2", "s3://out/alone.qcow2"),
                        tuple("b00-x-1", "web(a/disk1.vmdk)", "s3://out/.vmloom/b00-x-3/web-disk1.vmdk"),
                        tuple("b00-x-2", "web(disk2.vmdk)", "s3://out/.vmloom/b00-x-3/web-disk2.vmdk"),
                        tuple("b00-x-3", "web", "s3://out/web.ova"),
                        tuple("b00-x-4", "again/disk1.qcow2", "s3://out/again/disk1.qcow2"),
                        tuple("b00-x-5", "again/disk2.qcow2", "s3://out/again/disk2.qcow2"),
                        tuple("b00-x-6", "again/web-01.xml", "s3://out/again/web-01.xml"));
        assertThat(items.get(1).options()).containsEntry("subformat", "streamOptimized");
        assertThat(items.get(3).making().items()).containsExactly("b00-x-1", "b00-x-2");
        assertThat(items.getLast().making().items()).containsExactly("b00-x-4", "b00-x-5");
        assertThat(items.get(3).making())
                .isInstanceOfSatisfying(
                        Making.Appliance.class,
                        made -> assertThat(made.order().rules().bus()).contains("virtio"));
    }

    @Test
    void behindTheDescriptorOfAPackageThereIsTheListOfItsDigests() {
        String manifest =
                MACHINE.formatted(", configName: \"web.1.{extension}\"").replace("config: libvirt", "config: ovf");

        List<ConversionRequest> items =
                expand(manifest, packaged("a.vmdk", "b.vmdk")).batch("b00-x").items();

        assertThat(items)
                .extracting(ConversionRequest::id, ConversionRequest::name, ConversionRequest::targetFormat)
                .containsExactly(
                        tuple("b00-x-0", "alone.qcow2", "qcow2"),
                        tuple("b00-x-1", "web/a.vmdk", "vmdk"),
                        tuple("b00-x-2", "web/b.vmdk", "vmdk"),
                        tuple("b00-x-3", "web/web.1.ovf", "ovf"),
                        tuple("b00-x-4", "web/web.1.mf", "mf"));
        assertThat(items.getLast().making())
                .isEqualTo(new Making.Digests(
                        new DigestedFile("web.1.ovf", "b00-x-3", items.get(3).target()),
                        List.of(
                                new DigestedFile(
                                        "a.vmdk", "b00-x-1", items.get(1).target()),
                                new DigestedFile(
                                        "b.vmdk", "b00-x-2", items.get(2).target()))));
        assertThat(items.getLast().making().items()).containsExactly("b00-x-3", "b00-x-1", "b00-x-2");
    }

    @ParameterizedTest
    @CsvSource({
        "ovf, web/{machine}.{extension}, web/{stem}.{format}, web/web-01.ovf, web/a.vmdk, a.vmdk",
        "ovf, web/{machine}.{extension}, web/disks/{stem}.{format}, web/web-01.ovf, web/disks/a.vmdk, disks/a.vmdk",
        "ovf, '{machine}.{extension}', disks/{stem}.{format}, web-01.ovf, disks/a.vmdk, disks/a.vmdk",
        "ovf, x/y/m.ovf, x/y/x/y/{stem}.{format}, x/y/m.ovf, x/y/x/y/a.vmdk, x/y/a.vmdk",
        "vmx, x/y/m.vmx, x/z/{stem}.{format}, x/y/m.vmx, x/z/a.vmdk, ../z/a.vmdk",
        "vmx, x/y/m.vmx, '{stem}.{format}', x/y/m.vmx, a.vmdk, ../../a.vmdk",
        "vmx, a.vmdk/m.vmx, '{stem}.{format}', a.vmdk/m.vmx, a.vmdk, ../a.vmdk"
    })
    void disksAreNamedFromTheFolderOfTheConfiguration(
            String kind, String configName, String disks, String config, String disk, String reference) {
        String more = ", configName: \"" + configName + "\", disks: \"" + disks + "\"";

        List<ConversionRequest> items = expand(
                        MACHINE.formatted(more).replace("config: libvirt", "config: " + kind), packaged("a.vmdk"))
                .batch("b00-x")
                .items();

        assertThat(items.get(1).target()).hasToString("s3://out/web/" + disk);
        assertThat(items.get(2).target()).hasToString("s3://out/web/" + config);
        assertThat(items.get(2).making().machine().map(MachineOrder::disks).orElseThrow())
                .extracting(MachineDisk::reference)
                .containsExactly(reference);
    }

    @Test
    void theListOfDigestsLiesBesideTheDescriptorAndNamesFilesAsItDoes() {
        String more = ", configName: \"web/m.ovf\", disks: \"web/disks/{stem}.{format}\"";

        ConversionRequest digests = expand(
                        MACHINE.formatted(more).replace("config: libvirt", "config: ovf"), packaged("a.vmdk"))
                .batch("b00-x")
                .items()
                .getLast();

        assertThat(digests.target()).hasToString("s3://out/web/web/m.mf");
        assertThat(digests.making()).isInstanceOfSatisfying(Making.Digests.class, made -> {
            assertThat(made.descriptor().name()).isEqualTo("m.ovf");
            assertThat(made.disks()).extracting(DigestedFile::name).containsExactly("disks/a.vmdk");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "', configName: web/m.ovf', ../disk1.vmdk",
        "', configName: a/m.ovf, disks: \"b/{stem}.{format}\"', ../b/disk1.vmdk",
        "', diskName: \"/vmfs/{stem}.{format}\"', /vmfs/disk1.vmdk",
        "', diskName: \"../{stem}.{format}\"', ../disk1.vmdk"
    })
    void aDescriptorNamesNoFileOutsideOfItsFolder(String more, String reference) {
        assertThatThrownBy(() -> expand(
                        MACHINE.formatted(more).replace("config: libvirt", "config: ovf"), packaged("disk1.vmdk")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("a descriptor names files of its own folder and below")
                .hasMessageContaining("would name a disk '" + reference + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "', format: qcow2', disks of a package are vmdk",
        "', disks: x', 'items[1].output.disks is for machines of several files'",
        "', configName: x', 'items[1].output.configName is for machines of several files'",
        "', diskName: x', 'items[1].output.diskName is for machines of several files'",
        "', options: {compression_level: 99}', items[1].output.options"
    })
    void whatAPackageHasByItselfIsRefused(String more, String expected) {
        assertThatThrownBy(() -> read(MACHINE.formatted(more).replace("config: libvirt", "config: ova")))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void disksOfOneNameAreNumberedInTheOrderOfThePackage() {
        assertThat(targets(", disks: \"{machine}.{format}\", configName: web 01.qcow2", packaged("a.vmdk", "b.vmdk")))
                .containsExactly("web 01.qcow2", "web 01-2.qcow2", "web 01-3.qcow2");
        assertThat(targets("", packaged("a/disk.vmdk", "b/disk.vmdk", "c/disk.vmdk")))
                .containsExactly("disk.qcow2", "disk-2.qcow2", "disk-3.qcow2", "web-01.xml");
        assertThat(targets(", disks: \"{path}.{format}\"", packaged("a/disk.vmdk", "b/disk.vmdk")))
                .containsExactly("a/disk.qcow2", "b/disk.qcow2", "web-01.xml");
    }

    @ParameterizedTest
    @CsvSource({
        "libvirt, , qcow2, /var/lib/libvirt/images/disk1.qcow2",
        "xen, , raw, /var/lib/xen/images/disk1.raw",
        "vmx, , vmdk, disk1.vmdk",
        "ovf, , vmdk, disk1.vmdk",
        "libvirt, /pool/{machine}/{number}.{format}, qcow2, /pool/web 01/1.qcow2"
    })
    void formatAndNamesFollowFromTheKind(String kind, String diskName, String format, String reference) {
        String more = diskName == null ? "" : ", diskName: \"" + diskName + "\"";
        ConversionRequest config = expand(
                        MACHINE.formatted(more).replace("config: libvirt", "config: " + kind), packaged("disk1.vmdk"))
                .batch("b00-x")
                .items()
                .get(2);

        MachineDisk disk =
                config.making().machine().map(MachineOrder::disks).orElseThrow().getFirst();
        assertThat(config.targetFormat()).isEqualTo(kind);
        assertThat(disk.format()).isEqualTo(format);
        assertThat(disk.reference()).isEqualTo(reference);
    }

    @Test
    void onThisHostDisksAreNamedByWhereTheyAre() {
        String manifest = MACHINE.formatted("").replace("s3://out/web/", "out");

        MachineDisk disk = expand(manifest, packaged("disk1.vmdk"))
                .batch("b00-x")
                .items()
                .getLast()
                .making()
                .machine()
                .map(MachineOrder::disks)
                .orElseThrow()
                .getFirst();

        assertThat(disk.reference()).isEqualTo("/batches/out/disk1.qcow2");
    }

    @Test
    void whatCanNotBeMadeIsRefusedBeforeAnythingIsConverted() {
        assertThatThrownBy(() ->
                        expand(MACHINE.formatted(", format: vmdk").replace("libvirt", "xen"), packaged("disk1.vmdk")))
                .hasMessageContaining("machine 'web': ")
                .hasMessageContaining("vmdk");
        assertThatThrownBy(() -> expand(MACHINE.formatted(""), Optional.empty()))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("machine 'web': s3://in/web.ova is neither a package nor the configuration");
        assertThatThrownBy(() -> expand(MACHINE.formatted(", disks: \"../{stem}.{format}\""), packaged("disk1.vmdk")))
                .hasMessageContaining("'../disk1.qcow2' is no name of a file under s3://out/web/");
        assertThatThrownBy(() -> expand(
                        MACHINE.formatted("").replace("s3://out/alone.qcow2", "s3://out/web/disk1.qcow2"),
                        packaged("disk1.vmdk")))
                .hasMessageContaining("would write s3://out/web/disk1.qcow2, as another item does");
        assertThatThrownBy(() -> expand(
                        MACHINE.formatted("").replace("s3://in/alone.raw", "s3://out/web/disk1.qcow2"),
                        packaged("disk1.vmdk")))
                .hasMessageContaining("reads s3://out/web/disk1.qcow2, which this batch writes");
    }

    @Test
    void whatIsNoFaultOfTheManifestIsToldAsItIs() {
        Manifest manifest = read(MACHINE.formatted(""));
        StoreException away = StoreException.unavailable("s3://in/web.ova", "it is away", null);
        ImageException bad = ImageException.invalid("s3://in/web.ova", 7, "it is cut off");

        assertThatThrownBy(() -> expansion(_ -> {
                            throw away;
                        })
                        .run(manifest))
                .isSameAs(away);
        assertThatThrownBy(() -> expansion(_ -> {
                            throw bad;
                        })
                        .run(manifest))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("machine 'web': s3://in/web.ova at offset 0x7");
    }

    @Test
    void nobodyWaitsForAStoreThatDoesNotAnswer() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        MachineExpansion expansion = new MachineExpansion(
                _ -> {
                    try {
                        new CountDownLatch(1).await(); // nobody ever counts
                        return Optional.empty();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw StoreException.unavailable("s3://in/web.ova", "interrupted", e);
                    }
                },
                Duration.ofMillis(100));

        assertThatThrownBy(() -> expansion.run(read(MACHINE.formatted(""))))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        late -> assertThat(late.retryable()).isTrue())
                .hasMessageContaining("machine 'web' could not be looked at within 0 s");

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aMachineThatWasNotLookedAtIsNoBatch() {
        Manifest manifest = read(MACHINE.formatted(""));

        assertThat(manifest.machines()).isOne();
        assertThatThrownBy(() -> manifest.batch("b00-x")).hasMessageContaining("has to be expanded");
    }

    @ParameterizedTest
    @CsvSource({
        "'kind: disk', 'items[1].rules is for machines'",
        "'kind: vm', 'items[1].kind: must be disk or machine'",
        "'kind: machine\n    overwrite: in-place', 'can be written in place'"
    })
    void keysOfMachinesAreForMachines(String kind, String expected) {
        assertThatThrownBy(() -> read(MACHINE.formatted("").replace("kind: machine", kind)))
                .hasMessageContaining(expected);
    }

    private static Stream<String> targets(String output, Optional<Appliance> found) {
        return expand(MACHINE.formatted(output), found).batch("b00-x").items().stream()
                .skip(1)
                .map(item -> item.target().toString().substring("s3://out/web/".length()));
    }

    private static Manifest expand(String manifest, Optional<Appliance> found) {
        return expansion(_ -> found).run(read(manifest));
    }

    private static MachineExpansion expansion(Function<Location, Optional<Appliance>> packages) {
        return new MachineExpansion(packages, Duration.ofMinutes(1));
    }

    private static Manifest read(String text) {
        return ManifestReader.read("m.yaml", text.getBytes(UTF_8), Path.of("/batches"));
    }

    private static Optional<Appliance> packaged(String... files) {
        Machine machine = IntStream.range(0, files.length)
                .boxed()
                .reduce(
                        new MachineBuilder().name("web 01").memoryBytes(1 << 30),
                        (builder, i) -> builder.drive(
                                Drive.Disk.of(new Slot(Bus.SATA, 0, i), new Medium.Image(files[i], "vmdk"))),
                        (one, _) -> one)
                .build();
        return Optional.of(new Appliance(
                "web.ova",
                "web.ovf",
                List.of(new Reading(machine, List.of())),
                Stream.of(files)
                        .map(file ->
                                new PackagedDisk(file, "vmdk", OptionalLong.empty(), 1, OvfFile.Compression.NONE, 1))
                        .toList(),
                List.of(),
                List.of(),
                List.of()));
    }
}
