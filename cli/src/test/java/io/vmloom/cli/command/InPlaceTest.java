package io.vmloom.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmloom.cli.report.ExitCode;
import io.vmloom.cli.testing.Command;
import io.vmloom.cli.testing.Folder;
import io.vmloom.cli.testing.Guest;
import io.vmloom.testing.LoopDevice;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that are there already and stay where they are: files and block devices. */
class InPlaceTest {
    private static final int TARGET_BYTES = 10 << 20;

    @TempDir
    private Path folder;

    private Path raw = Path.of("");
    private Path source = Path.of("");

    @BeforeEach
    void aSource() throws IOException {
        raw = Guest.FRAGMENTS.writeRaw(folder.resolve("guest.raw"));
        source = folder.resolve("web.qcow2");
        Command.run("convert", raw, source).succeeded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "digest", "full"})
    void theDiskIsWrittenAndWhatLiesBehindItStays(String verify) throws IOException {
        Path target = filled("vm.raw", (byte) 0x55);

        Command.run("convert", "-n", "--verify", verify, source, target).succeeded();

        byte[] expected = Arrays.copyOf(Files.readAllBytes(raw), TARGET_BYTES);
        Arrays.fill(expected, (int) Guest.FRAGMENTS.sizeBytes(), TARGET_BYTES, (byte) 0x55);
        assertThat(target).hasBinaryContent(expected);
        assertThat(Folder.files(folder)).containsExactly("guest.raw", "vm.raw", "web.qcow2");
    }

    @Test
    void theFileKeepsItsNamesAndHoles() throws IOException {
        Path target = folder.resolve("vm.raw");
        try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
            file.setLength(TARGET_BYTES);
        }
        Path secondName = Files.createLink(folder.resolve("second.raw"), target);

        Command.run("convert", "-n", source, target).succeeded();

        assertThat(Files.isSameFile(target, secondName)).isTrue();
        assertThat(Folder.allocatedBytes(target)).isLessThan(Folder.allocatedBytes(raw) + (1 << 20));
    }

    @Test
    void aTargetThatIsZeroGetsDataOnly() throws IOException {
        Path holes = Guest.NOTHING_BUT_HOLES.writeRaw(folder.resolve("holes.raw"));
        Path target = folder.resolve("vm.raw");
        byte[] lie = new byte[(int) Guest.NOTHING_BUT_HOLES.sizeBytes()];
        lie[0] = 1;
        Files.write(target, lie);

        Command.run("convert", "-n", "--target-is-zero", holes, target).succeeded();

        assertThat(target).as("nothing was written").hasBinaryContent(lie);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -n @/web.qcow2 @/none.raw                   | @/none.raw does not exist, and nothing is created
            -n @/web.qcow2 @/new.qcow2                  | @/new.qcow2: only raw files and devices are written in place
            -n @/web.qcow2 @/vm.raw -o size=1G          | @/vm.raw: options (-o, -S) have no effect
            -n @/web.qcow2 @/vm.raw -S 4k               | @/vm.raw: options (-o, -S) have no effect
            -n --overwrite @/web.qcow2 @/vm.raw         | -n writes into DST where --overwrite replaces it
            --target-is-zero @/web.qcow2 @/vm.raw       | --target-is-zero needs -n
            -n @/web.qcow2 /dev/null --to raw           | /dev/null is a character device
            -n @/web.qcow2 @ --to raw                   | @ is a directory
            """)
    void whatCanNotBeWrittenInPlaceIsRefused(String arguments, String complaint) throws IOException {
        filled("vm.raw", (byte) 0x55);
        Object[] words =
                ("convert " + arguments.strip()).replace("@", folder.toString()).split(" ", -1);

        assertThat(Command.run(words).complaint(ExitCode.USAGE))
                .startsWith(complaint.strip().replace("@", folder.toString()));
        assertThat(folder.resolve("vm.raw")).hasBinaryContent(filledBytes((byte) 0x55));
    }

    @Test
    void aTargetThatIsTooSmallIsLeftAsItIs() throws IOException {
        Path target = Files.write(folder.resolve("vm.raw"), new byte[] {1, 2, 3});

        assertThat(Command.run("convert", "-n", source, target).complaint(ExitCode.FAILED))
                .startsWith(target + ": it has 3 bytes where the disk takes 8390144; enlarge it");
        assertThat(target).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void aDiskThatIsInUseIsNotTouched() throws IOException {
        Path target = filled("vm.raw", (byte) 0x55);
        try (FileChannel machine = FileChannel.open(target, StandardOpenOption.WRITE);
                FileLock lock = machine.lock(100, 1, false)) {
            assertThat(lock.isValid()).isTrue();
            assertThat(Command.run("convert", "-n", source, target).complaint(ExitCode.USAGE))
                    .isEqualTo(target + " is in use by another program; stop it, or choose another target");
        }
        assertThat(target).hasBinaryContent(filledBytes((byte) 0x55));
    }

    /** Compressed units stand behind all others in what we write. */
    @Test
    void whoeverBreaksOffSaysThatTheTargetIsIncomplete() throws IOException {
        Path broken = folder.resolve("broken.qcow2");
        Command.run("convert", raw, broken, "-o", "compress=on").succeeded();
        try (RandomAccessFile file = new RandomAccessFile(broken.toFile(), "rw")) {
            byte[] end = new byte[(int) file.length() / 2];
            Arrays.fill(end, (byte) 0xff);
            file.seek(file.length() - end.length);
            file.write(end);
        }
        Path target = filled("vm.raw", (byte) 0x55);

        assertThat(Command.run("convert", "-n", broken, target).complaint(ExitCode.REFUSED))
                .startsWith(broken + " at offset 0x")
                .endsWith("; " + target + " was being written in place and is incomplete");
    }

    @Test
    void aBlockDeviceIsWrittenAndRead() throws IOException {
        Path backing = filled("device.img", (byte) 0x55);
        Path back = folder.resolve("back.qcow2");
        try (LoopDevice device = LoopDevice.over(backing)) {
            assertThat(Command.run("convert", source, device.path(), "--to", "raw")
                            .complaint(ExitCode.USAGE))
                    .startsWith(device.path() + " is a block device, which is neither made nor replaced; ");
            assertThat(Command.run("convert", source, device.path(), "--to", "raw", "--overwrite")
                            .complaint(ExitCode.USAGE))
                    .startsWith(device.path() + " is a block device");
            assertThat(Command.run("convert", "-n", "--unpack", source, device.path(), "--to", "raw")
                            .complaint(ExitCode.USAGE))
                    .startsWith(device.path() + " is a block device, and compressed files are unpacked beside");
            Command.run("convert", "-n", "--verify", "full", source, device.path(), "--to", "raw")
                    .succeeded();
            Command.run("convert", device.path(), back, "--verify", "full").succeeded();
            Peers.run("qemu-img", "compare", "-f", "raw", "-F", "qcow2", device.path(), back);
            assertThat(Command.run("convert", "-n", device.path(), device.path(), "--to", "raw")
                            .complaint(ExitCode.USAGE))
                    .startsWith("source and target are the same: ");
        }
        byte[] expected = Arrays.copyOf(Files.readAllBytes(raw), TARGET_BYTES);
        Arrays.fill(expected, (int) Guest.FRAGMENTS.sizeBytes(), TARGET_BYTES, (byte) 0x55);
        assertThat(backing).hasBinaryContent(expected);
    }

    @Test
    void aDeviceInUseIsNotWritten() throws IOException {
        Path backing = filled("device.img", (byte) 0x55);
        Peers.need("mkfs.ext4", "mount");
        try (LoopDevice device = LoopDevice.over(backing)) {
            Peers.run("mkfs.ext4", "-q", device.path());
            Path mounted = Files.createDirectory(folder.resolve("mounted"));
            Peers.Outcome mount = Peers.attempt("mount", device.path(), mounted);
            assumeTrue(mount.exitCode() == 0, "nothing can be mounted here: " + mount.output());
            try {
                assertThat(Command.run("convert", "-n", source, device.path(), "--to", "raw")
                                .complaint(ExitCode.USAGE))
                        .startsWith(device.path() + " is in use, or a part of it is: mounted, ");
            } finally {
                Peers.run("umount", mounted);
            }
        }
    }

    private Path filled(String name, byte value) throws IOException {
        return Files.write(folder.resolve(name), filledBytes(value));
    }

    private static byte[] filledBytes(byte value) {
        byte[] bytes = new byte[TARGET_BYTES];
        Arrays.fill(bytes, value);
        return bytes;
    }
}
