package io.vmloom.machine.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.machine.AnyMachine;
import io.vmloom.machine.Machine;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * libvirt judges what is written: its schema, which {@code virt-xml-validate} looks at by {@code xmllint}, and its parser,
 * which {@code virsh} has in itself for the machines of its test driver.
 */
class LibvirtSchemaTest {
    private static final Path SCHEMA = Path.of("/usr/share/libvirt/schemas/domain.rng");
    private static final int MACHINES = 300;

    @TempDir
    private Path folder;

    @Test
    void everyMachineBecomesAValidDomain() throws IOException {
        Peers.need("virt-xml-validate", "xmllint");
        List<Object> files = new ArrayList<>();
        for (int seed = 0; seed < MACHINES; seed++) {
            Path file = folder.resolve(seed + ".xml");
            Files.writeString(
                    file,
                    new LibvirtWriter()
                            .write(AnyMachine.of(new SplittableRandom(seed)))
                            .text());
            files.add(file);
        }

        Peers.run("virt-xml-validate", files.getFirst(), "domain");
        List<Object> arguments = new ArrayList<>(List.of("--noout", "--relaxng", SCHEMA));
        arguments.addAll(files);
        String verdict = Peers.attempt("xmllint", arguments.toArray()).output();

        assertThat(verdict.lines().filter(line -> !line.endsWith(" validates"))).isEmpty();
        assertThat(verdict.lines()).hasSize(MACHINES);
    }

    @Test
    void everyMachineCanBeDefined() throws IOException {
        Peers.need("virsh");
        StringBuilder commands = new StringBuilder();
        for (int seed = 0; seed < MACHINES; seed++) {
            Machine machine = AnyMachine.of(new SplittableRandom(seed))
                    .change()
                    .name("vm" + seed)
                    .uuid(new UUID(1, seed))
                    .build();
            Path file = folder.resolve(seed + ".xml");
            String text = new LibvirtWriter().write(machine).text();
            Files.writeString(file, text.replace("<domain type='kvm'", "<domain type='test'"));
            commands.append("define ").append(file).append(';');
        }

        String verdict =
                Peers.attempt("virsh", "-c", "test:///default", commands).output();

        assertThat(verdict.lines().filter(line -> line.startsWith("error"))).isEmpty();
        assertThat(verdict.lines()
                        .filter(line -> line.endsWith(" defined from " + folder.resolve(name(line)) + ".xml")))
                .hasSize(MACHINES);
    }

    /** Of {@code Domain 'vm7' defined from …/7.xml}. */
    private static String name(String line) {
        int begin = line.lastIndexOf('/') + 1;
        return line.substring(begin, Math.max(begin, line.lastIndexOf('.')));
    }
}
