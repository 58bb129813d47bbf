package io.vmloom.appliance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.machine.Bus;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Connection;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.Machine;
import io.vmloom.machine.MachineBuilder;
import io.vmloom.machine.Medium;
import io.vmloom.machine.Reading;
import io.vmloom.machine.Slot;
import io.vmloom.machine.ovf.OvfPackage;
import io.vmloom.machine.ovf.OvfReader;
import io.vmloom.machine.ovf.OvfWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PackagedMachineTest {
    private static final Machine MACHINE = new MachineBuilder()
            .name("web")
            .firmware(new Firmware.Uefi(Firmware.SecureBoot.ON, "/var/lib/nvram/web.fd"))
            .drive(Drive.Disk.of(new Slot(Bus.SATA, 0, 0), new Medium.Image("disk.vmdk", "vmdk")))
            .drive(new Drive.Optical(
                    new Slot(Bus.SATA, 0, 1), new Medium.Image("/iso/tools.iso", "raw"), Connection.CONNECTED))
            .build();

    @Test
    void noFileIsNamedThatIsNotInThePackageAndEachIsTold() {
        Reading packed = PackagedMachine.of(new Reading(MACHINE, List.of()), _ -> OptionalLong.of(1 << 30));

        OvfPackage written = new OvfReader()
                .readPackage(new ConfigFile(
                        "web.ovf",
                        new OvfWriter().write(packed.machine()).text().getBytes(StandardCharsets.UTF_8)));
        assertThat(written.files())
                .singleElement()
                .satisfies(file -> assertThat(file.href()).isEqualTo("disk.vmdk"));
        assertThat(written.disks())
                .singleElement()
                .satisfies(disk -> assertThat(disk.capacityBytes()).hasValue(1 << 30));
        assertThat(packed.notes())
                .extracting(note -> note.setting().toString())
                .containsExactlyInAnyOrder(
                        "CD drive sata0:1 = /iso/tools.iso", "firmware variables = /var/lib/nvram/web.fd");
        assertThat(packed.machine().drives()).hasSize(2);
        assertThat(packed.machine().firmware()).isEqualTo(new Firmware.Uefi(Firmware.SecureBoot.ON, ""));
    }
}
