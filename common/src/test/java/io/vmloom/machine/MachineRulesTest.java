package io.vmloom.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.testing.Seeded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineRulesTest {
    private static final MachineRules TO_VIRTIO = new MachineRules(
            Optional.of(new DiskBus(Bus.VIRTIO, Optional.empty())), Optional.empty(), Map.of(), DiskFiles.KEPT);

    @Seeded(200)
    void disksThatMoveKeepTheirOrderAndLoseNothing(SplittableRandom random) {
        Machine machine = AnyMachine.of(random);

        Reading moved = TO_VIRTIO.apply(machine);

        assertThat(moved.machine().disks())
                .hasSameSizeAs(machine.disks())
                .allMatch(disk -> disk.slot().bus() == Bus.VIRTIO);
        assertThat(moved.machine().disks())
                .extracting(Drive.Disk::medium)
                .containsExactlyElementsOf(
                        machine.disks().stream().map(Drive.Disk::medium).toList());
        assertThat(moved.machine().drives()).hasSameSizeAs(machine.drives());
        assertThat(moved.machine().bootOrder()).hasSameSizeAs(machine.bootOrder());
        assertThat(TO_VIRTIO.apply(moved.machine()).machine()).isEqualTo(moved.machine());
    }

    @Seeded(100)
    void noRuleChangesNothing(SplittableRandom random) {
        Machine machine = AnyMachine.of(random);

        assertThat(MachineRules.NONE.apply(machine)).isEqualTo(new Reading(machine, List.of()));
    }

    @Test
    void aBootOrderFollowsTheDiskThatItNames() {
        Slot old = new Slot(Bus.IDE, 0, 3);
        Machine machine = new MachineBuilder()
                .drive(Drive.Disk.of(old, new Medium.Image("a", "raw")))
                .boot(new BootDevice.OneDrive(old))
                .build();

        Machine moved = TO_VIRTIO.apply(machine).machine();

        assertThat(moved.bootOrder()).containsExactly(new BootDevice.OneDrive(new Slot(Bus.VIRTIO, 0, 0)));
    }

    @Test
    void aDiskGoesAroundTheDriveThatStaysWhereItIs() {
        Machine machine = new MachineBuilder()
                .drive(new Drive.Optical(new Slot(Bus.SATA, 0, 0), Medium.EMPTY, Connection.CONNECTED))
                .drive(Drive.Disk.of(new Slot(Bus.IDE, 0, 0), new Medium.Image("a", "raw")))
                .build();

        Machine moved = new MachineRules(
                        Optional.of(new DiskBus(Bus.SATA, Optional.empty())),
                        Optional.empty(),
                        Map.of(),
                        DiskFiles.KEPT)
                .apply(machine)
                .machine();

        assertThat(moved.disks()).extracting(Drive::slot).containsExactly(new Slot(Bus.SATA, 0, 1));
    }

    @ParameterizedTest
    @CsvSource({"NAMED, VM Network, bridge:br7", "NAMED, other, bridge:br0", "NAT, , named:default", "NONE, , none"})
    void aNetworkIsFoundByItsNameThenByItsKindThenByTheRest(Network.Kind kind, String name, String expected) {
        Network network = new Network(kind, name == null ? "" : name);
        Machine machine = new MachineBuilder()
                .nic(new Nic(Optional.empty(), Optional.empty(), network, Connection.CONNECTED))
                .build();
        MachineRules rules = new MachineRules(
                Optional.empty(),
                Optional.empty(),
                Map.of(
                        "VM Network", network("bridge:br7"),
                        "nat", network("named:default"),
                        "*", network("bridge:br0")),
                DiskFiles.KEPT);

        Reading reading = rules.apply(machine);

        assertThat(reading.machine().nics()).extracting(Nic::network).containsExactly(network(expected));
        assertThat(reading.notes()).hasSize(network.equals(network(expected)) ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({
        "{path}.{format}, [store] vm/web.vmdk, [store] vm/web.qcow2",
        "/images/{stem}-{number}.{format}, a/../../b.vmdk, /images/b-1.qcow2",
        "/images/{machine}/{stem}, C:\\vm\\x.y.vmdk, /images/-etc-passwd/x.y",
        "{stem}, .., disk"
    })
    void filesAreNamedByATemplateAndStayInItsFolder(String template, String source, String expected) {
        DiskNames names = new DiskNames(template, Optional.of("qcow2"), "../etc/passwd");
        Drive.Disk disk = Drive.Disk.of(new Slot(Bus.IDE, 0, 0), new Medium.Image(source, "vmdk"));

        assertThat(names.rename(disk, (Medium.Image) disk.medium(), 0)).isEqualTo(new Medium.Image(expected, "qcow2"));
    }

    @Test
    void aPlaceholderThatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> new DiskNames("{name}", Optional.empty(), "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{name}".substring(1, 5));
    }

    private static Network network(String text) {
        return Network.parse(text).orElseThrow();
    }
}
