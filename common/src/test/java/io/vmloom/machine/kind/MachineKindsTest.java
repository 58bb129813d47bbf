package io.vmloom.machine.kind;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmloom.error.ImageException;
import io.vmloom.machine.AnyMachine;
import io.vmloom.machine.ConfigFile;
import io.vmloom.testing.Seeded;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MachineKindsTest {
    @Seeded(20)
    void whatIsWrittenIsFoundAgainByItsContent(SplittableRandom random) {
        for (MachineKind kind : MachineKinds.all()) {
            if (kind.reader().isPresent() && kind.writer().isPresent()) {
                String text =
                        kind.writer().orElseThrow().write(AnyMachine.of(random)).text();

                assertThat(MachineKinds.detect(new ConfigFile("vm", text.getBytes(UTF_8))))
                        .isEqualTo(kind);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"vm.vmx, vmx", "VM.XML, libvirt", "vm.cfg, xen", "100.conf, proxmox"})
    void aTargetIsFoundByItsExtension(String name, String kind) {
        assertThat(MachineKinds.ofFile(name)).map(MachineKind::name).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "# Disk DescriptorFile\nversion=1\nddb.virtualHWVersion = \"4\"", "<network/>", "\0\0\0\0"})
    void whatIsNoConfigurationIsRefused(String text) {
        assertThatThrownBy(() -> MachineKinds.detect(new ConfigFile("vm", text.getBytes(UTF_8))))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("no configuration of a machine that is known");
    }
}
