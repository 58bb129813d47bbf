package io.vmloom.machine.libvirt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.machine.Bus;
import io.vmloom.machine.ConfigFile;
import io.vmloom.machine.Drive;
import io.vmloom.machine.Firmware;
import io.vmloom.machine.Note;
import io.vmloom.machine.Reading;
import io.vmloom.machine.Slot;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LibvirtReaderTest {
    @ParameterizedTest
    @CsvSource({
        "vda, virtio, VIRTIO, 0, 0",
        "vdab, virtio, VIRTIO, 0, 27",
        "hdc, ide, IDE, 0, 2",
        "sdh, sata, SATA, 1, 1",
        "sdi, scsi, SCSI, 1, 1",
        "sdb, , SCSI, 0, 1",
        "fdb, fdc, FLOPPY, 0, 1"
    })
    void aDiskWithoutAnAddressStandsWhereItsNameSays(String dev, String bus, Bus expected, int controller, int unit) {
        String device = expected == Bus.FLOPPY ? "floppy" : "disk";

        Reading reading = read("<disk type='file' device='" + device + "'><source file='/a'/><target dev='" + dev + "'"
                + (bus == null ? "" : " bus='" + bus + "'") + "/></disk>");

        assertThat(reading.machine().drives())
                .extracting(Drive::slot)
                .containsExactly(new Slot(expected, controller, unit));
    }

    @Test
    void everyElementAndAttributeThatIsNotUnderstoodIsNoted() {
        Reading reading = new LibvirtReader().read(new ConfigFile("vm.xml", """
                        <domain type='kvm' colour='red'>
                          <name>web</name>
                          <frobnicate level='3'/>
                          <devices>
                            <disk type='file' device='disk'>
                              <source file='/a'/>
                              <target dev='vda' bus='virtio' spin='7200'/>
                            </disk>
                            <hostdev mode='subsystem' type='pci'/>
                          </devices>
                        </domain>
                        """.getBytes(UTF_8)));

        assertThat(reading.notes())
                .extracting(Note::toString)
                .containsExactlyInAnyOrder(
                        "line 1: domain/@colour = red: unknown setting, left out",
                        "line 3: domain/frobnicate = level=3: unknown setting, left out",
                        "line 7: domain/devices/disk/target/@spin = 7200: unknown setting, left out",
                        "line 9: domain/devices/hostdev = mode=subsystem type=pci: left out: devices of this kind are not"
                                + " taken over");
    }

    @Test
    void passwordsAreToldOfAndNotTold() {
        Reading reading = read("<graphics type='vnc' port='5901' passwd='hunter2'/>");

        assertThat(reading.notes()).singleElement().satisfies(note -> {
            assertThat(note.kind()).isEqualTo("secret");
            assertThat(note.toString()).contains("passwd").doesNotContain("hunter2");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "<os firmware='efi'><type>hvm</type></os>, OFF",
        "<os><type>hvm</type><loader readonly='yes' type='pflash'>/ovmf.fd</loader></os>, OFF",
        "<os><type>hvm</type><loader secure='yes' type='pflash'>/ovmf.fd</loader></os>, ON",
        "<os firmware='efi'><firmware><feature enabled='yes' name='secure-boot'/></firmware></os>, ON"
    })
    void uefiIsSaidInSeveralWays(String os, Firmware.SecureBoot secure) {
        assertThat(domain(os).machine().firmware()).isEqualTo(new Firmware.Uefi(secure, ""));
    }

    @Test
    void twoDrivesInOnePlaceAreNotBothTakenOver() {
        Reading reading = read("<disk><source file='/a'/><target dev='sda' bus='sata'/></disk>"
                + "<disk><source file='/b'/><target dev='sda' bus='sata'/></disk>");

        assertThat(reading.machine().disks()).hasSize(1);
        assertThat(reading.notes()).extracting(Note::kind).contains("no-counterpart");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE domain [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><domain><name>&e;</name></domain>",
                "<domain><name>a</name>",
                "<network><name>a</name></network>"
            })
    void whatIsNoSoundDomainIsRefused(String text) {
        assertThatThrownBy(() -> new LibvirtReader().read(new ConfigFile("vm.xml", text.getBytes(UTF_8))))
                .isInstanceOf(ConversionException.class)
                .hasMessageStartingWith("vm.xml");
    }

    /** libvirt itself believes the first. */
    @Test
    void ofWhatIsSaidTwiceTheFirstCountsAndTheSecondIsToldOf() {
        Reading reading = new LibvirtReader()
                .read(new ConfigFile("vm.xml", "<domain><name>a</name><name>b</name></domain>".getBytes(UTF_8)));

        assertThat(reading.machine().name()).isEqualTo("a");
        assertThat(reading.notes())
                .extracting(Note::toString)
                .containsExactly("line 1: domain/name[2] = b: unknown setting, left out");
    }

    @Test
    void tooManyDevicesAreRefused() {
        String nics = IntStream.range(0, 3000)
                .mapToObj(i -> "<interface type='user'/>")
                .collect(Collectors.joining());

        assertThatThrownBy(() -> read(nics))
                .isInstanceOfSatisfying(
                        ConversionException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSAFE));
    }

    @Test
    void noNumberOfStrangeElementsHurts() {
        Reading reading = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> read("<a/>".repeat(90_000)));

        assertThat(reading.notes()).hasSize(90_000);
    }

    @Test
    void depthIsBounded() {
        assertThatThrownBy(() -> read("<a>".repeat(100) + "</a>".repeat(100)))
                .isInstanceOfSatisfying(
                        ConversionException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_UNSAFE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<memory unit='TiB'>9999999999</memory>",
                "<memory>many</memory>",
                "<vcpu>100000</vcpu>",
                "<uuid>no</uuid>",
                "<os><boot dev='tape'/></os>"
            })
    void nonsenseIsNotedAndNotBelieved(String element) {
        assertThat(domain(element).notes()).extracting(Note::kind).containsExactly("invalid");
    }

    private static Reading read(String devices) {
        return domain("<devices>" + devices + "</devices>");
    }

    private static Reading domain(String elements) {
        return new LibvirtReader()
                .read(new ConfigFile("vm.xml", ("<domain type='kvm'>" + elements + "</domain>").getBytes(UTF_8)));
    }
}
