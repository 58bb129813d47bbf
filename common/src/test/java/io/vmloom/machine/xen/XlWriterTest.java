package io.vmloom.machine.xen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import io.vmloom.machine.AnyMachine;
import io.vmloom.machine.Architecture;
import io.vmloom.machine.BootDevice;
import io.vmloom.machine.Bus;
import io.vmloom.machine.Connection;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.GuestOs;
import io.vmloom.machine.Machine;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.OsFamily;
import io.vmloom.machine.OsVocabulary;
import io.vmloom.machine.Slot;
import io.vmloom.testing.Seeded;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class XlWriterTest {
    @Seeded(300)
    void everyMachineIsSaidAsTheGrammarAllows(SplittableRandom random) {
        Machine machine = AnyMachine.of(random, "raw");

        Map<String, List<String>> said =
                XlGrammar.check(new XlWriter().write(machine).text());

        long disks = machine.drives().stream()
                .filter(drive -> !(drive instanceof Drive.Floppy))
                .count();
        assertThat(said.getOrDefault("disk", List.of())).hasSize((int) disks);
        assertThat(said.getOrDefault("vif", List.of())).hasSize(machine.nics().size());
    }

    @Test
    void aWindowsMachineWithUefi() {
        Machine machine = new MachineBuilder()
                .name("web 01")
                .description("first\nsecond")
                .guest(new GuestOs(OsFamily.WINDOWS, Architecture.X86_64, OsVocabulary.VMWARE, "windows9-64"))
                .firmware(new Firmware.Uefi(Firmware.SecureBoot.OFF, ""))
                .memoryBytes(2L << 30)
                .drive(Drive.Disk.of(new Slot(Bus.SATA, 0, 0), new Medium.Image("/disks/a, b.raw", "raw")))
                .drive(new Drive.Optical(new Slot(Bus.SATA, 0, 1), Medium.EMPTY, Connection.CONNECTED))
                .drive(Drive.Disk.of(new Slot(Bus.VIRTIO, 0, 0), new Medium.Image("/disks/c.qcow2", "qcow2")))
                .nic(new Nic(
                        Optional.of(Nic.Model.E1000),
                        Optional.empty(),
                        new Network(Network.Kind.BRIDGE, "xenbr1"),
                        Connection.CONNECTED))
                .boot(new BootDevice.Any(BootDevice.Kind.OPTICAL))
                .boot(new BootDevice.Any(BootDevice.Kind.DISK))
                .build();

        String text = new XlWriter().write(machine).text();

        XlGrammar.check(text);
        assertThat(text).isEqualTo("""
                        # first
                        # second
                        name = "web-01"
                        type = "hvm"
                        viridian = 1
                        memory = 2048
                        vcpus = 1
                        localtime = 0
                        bios = "ovmf"
                        boot = "dc"
                        hdtype = "ahci"
                        disk = [
                            "format=raw, vdev=hda, access=rw, target=/disks/a, b.raw",
                            "format=empty, vdev=hdb, access=ro, devtype=cdrom",
                            "format=qcow2, vdev=xvda, access=rw, target=/disks/c.qcow2",
                        ]
                        vif = [
                            "type=ioemu, model=e1000, bridge=xenbr1",
                        ]
                        vga = "stdvga"
                        vnc = 1
                        vnclisten = "127.0.0.1"
                        vncunused = 1
                        """);
    }

    @Test
    void aFormatThatXenDoesNotReadIsRefused() {
        Machine machine = new MachineBuilder()
                .drive(Drive.Disk.of(new Slot(Bus.IDE, 0, 0), new Medium.Image("a.vmdk", "vmdk")))
                .build();

        assertThatThrownBy(() -> new XlWriter().write(machine))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("'a.vmdk' is of the format 'vmdk'")
                .hasMessageContaining("--disk-format raw");
    }

    @Test
    void aNameThatNoStringCanHoldIsRefused() {
        Machine machine = new MachineBuilder()
                .drive(Drive.Disk.of(new Slot(Bus.IDE, 0, 0), new Medium.Image("a'b\".raw", "raw")))
                .build();

        assertThatThrownBy(() -> new XlWriter().write(machine)).isInstanceOf(RequestException.class);
    }
}
