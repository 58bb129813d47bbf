package io.vmloom.machine.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.machine.AnyMachine;
import io.vmloom.testing.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** libvirt's own schema, which {@code virt-xml-validate} looks at by {@code xmllint}, judges what is written. */
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
}
