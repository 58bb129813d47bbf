package io.vmloom.machine.proxmox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.RequestException;
import io.vmloom.machine.AnyMachine;
import io.vmloom.machine.BootDevice;
import io.vmloom.machine.Bus;
import io.vmloom.machine.Connection;
import io.vmloom.machine.Controller;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.MacAddress;
import io.vmloom.machine.Machine;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Network;
import io.vmloom.machine.Nic;
import io.vmloom.machine.Slot;
import io.vmloom.machine.Written;
import io.vmloom.testing.Seeded;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QmWriterTest {
    @Seeded(300)
    void everyMachineIsSaidInKeysThatProxmoxKnows(SplittableRandom random) {
        Machine machine = AnyMachine.of(random, "qcow2");

        Map<String, String> said = QmGrammar.check(new QmWriter().write(machine).text());

        long drives = machine.drives().stream()
                .filter(drive -> !(drive instanceof Drive.Floppy))
                .count();
        assertThat(said.keySet().stream().filter(key -> key.matches("(ide|sata|scsi|virtio)\\d+")))
                .hasSize((int) drives);
        assertThat(said.keySet().stream().filter(key -> key.matches("net\\d+")))
                .hasSize(machine.nics().size());
    }

    @Test
    void aMachineWithUefiAndVirtio() {
        Machine machine = new MachineBuilder()
                .name("web_01.example")
                .description("100% ours\nsince 2001")
                .firmware(new Firmware.Uefi(Firmware.SecureBoot.ON, ""))
                .memoryBytes(2L << 30)
                .controller(Controller.of(0, Controller.Model.VIRTIO_SCSI))
                .drive(Drive.Disk.of(
                        new Slot(Bus.SCSI, 0, 0), new Medium.Image("local:100/vm-100-disk-0.qcow2", "qcow2")))
                .drive(new Drive.Optical(
                        new Slot(Bus.SATA, 0, 0), new Medium.Image("/iso/tools.iso", "raw"), Connection.CONNECTED))
                .nic(new Nic(
                        Optional.of(Nic.Model.VIRTIO),
                        MacAddress.parse("52-54-00-AB-CD-EF").map(mac -> new Nic.Mac(mac, Nic.Origin.ASSIGNED)),
                        new Network(Network.Kind.BRIDGE, "vmbr1"),
                        Connection.DISCONNECTED))
                .boot(new BootDevice.OneDrive(new Slot(Bus.SCSI, 0, 0)))
                .boot(new BootDevice.Any(BootDevice.Kind.NETWORK))
                .build();

        Written written = new QmWriter().write(machine);

        QmGrammar.check(written.text());
        assertThat(written.text()).isEqualTo("""
                        #100%25 ours
                        #since 2001
                        bios: ovmf
                        boot: order=scsi0;net0
                        cores: 1
                        cpu: x86-64-v2-AES
                        localtime: 0
                        machine: q35
                        memory: 2048
                        name: web-01.example
                        net0: virtio=52:54:00:AB:CD:EF,bridge=vmbr1,link_down=1
                        ostype: other
                        sata0: /iso/tools.iso,media=cdrom
                        scsi0: local:100/vm-100-disk-0.qcow2
                        scsihw: virtio-scsi-pci
                        sockets: 1
                        vga: std
                        """);
        assertThat(written.notes())
                .anyMatch(note -> note.explanation().contains("--efidisk0 STORAGE:1,efitype=4m,pre-enrolled-keys=1"));
    }

    @Test
    void aNameWithACommaIsRefused() {
        Machine machine = new MachineBuilder()
                .drive(Drive.Disk.of(new Slot(Bus.IDE, 0, 0), new Medium.Image("/a,media=cdrom", "raw")))
                .build();

        assertThatThrownBy(() -> new QmWriter().write(machine))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("--disk-name");
    }

    @Test
    void aFormatThatProxmoxDoesNotReadIsRefused() {
        Machine machine = new MachineBuilder()
                .drive(Drive.Disk.of(new Slot(Bus.IDE, 0, 0), new Medium.Image("/a.vhdx", "vhdx")))
                .build();

        assertThatThrownBy(() -> new QmWriter().write(machine))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("'vhdx'");
    }
}
