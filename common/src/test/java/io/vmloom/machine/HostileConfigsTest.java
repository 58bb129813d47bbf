package io.vmloom.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.error.ConversionException;
import io.vmloom.error.ImageException;
import io.vmloom.error.RequestException;
import io.vmloom.machine.kind.MachineKind;
import io.vmloom.machine.kind.MachineKinds;
import io.vmloom.testing.Seeded;
import java.util.Optional;
import java.util.SplittableRandom;

/** Configurations that somebody changed are read or refused, and what is read can be written or is refused: nothing else. */
class HostileConfigsTest {
    private static final String[] PIECES = {
        "=",
        "\"",
        "<",
        "/>",
        "&#0;",
        "&x;",
        "\n",
        "9",
        "99999999999",
        "-1",
        "|22",
        "TRUE",
        "scsi0:0.",
        "\0",
        "ü",
        "'",
        "[",
        "]]>"
    };

    @Seeded(500)
    void aChangedConfigurationIsReadOrRefused(SplittableRandom random) {
        for (MachineKind kind : MachineKinds.all()) {
            if (kind.reader().isPresent() && kind.writer().isPresent()) {
                String text =
                        kind.writer().orElseThrow().write(AnyMachine.of(random)).text();

                Optional<Machine> machine = read(kind, changed(text, random));

                machine.ifPresent(HostileConfigsTest::writeEverywhere);
            }
        }
    }

    private static Optional<Machine> read(MachineKind kind, String text) {
        ConfigFile file = new ConfigFile("vm", text.getBytes(UTF_8));
        try {
            return Optional.of(kind.reader().orElseThrow().read(file).machine());
        } catch (ImageException e) {
            assertThat(e).hasMessageStartingWith("vm");
            return Optional.empty();
        }
    }

    private static void writeEverywhere(Machine machine) {
        for (MachineKind kind : MachineKinds.all()) {
            kind.writer().ifPresent(writer -> {
                try {
                    assertThat(writer.write(machine).text()).isNotEmpty();
                } catch (ConversionException e) {
                    assertThat(e).isInstanceOf(RequestException.class);
                }
            });
        }
    }

    private static String changed(String text, SplittableRandom random) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(1, 8); i > 0 && !changed.isEmpty(); i--) {
            int at = random.nextInt(changed.length());
            int end = Math.min(changed.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> changed.delete(at, end);
                case 1 -> changed.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> changed.insert(at, changed.substring(at, end));
                default -> changed.replace(at, end, Integer.toString(random.nextInt()));
            }
        }
        return changed.toString();
    }
}
