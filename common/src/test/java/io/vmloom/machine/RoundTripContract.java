package io.vmloom.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.testing.Seeded;
import java.util.SplittableRandom;

/** What holds of every kind of configuration that is both read and written. */
public abstract class RoundTripContract {
    private final String file;
    private final MachineReader reader;
    private final MachineWriter writer;

    /** @param file name of such configurations */
    protected RoundTripContract(String file, MachineReader reader, MachineWriter writer) {
        this.file = file;
        this.reader = reader;
        this.writer = writer;
    }

    /** A machine of which the kind has words for everything. */
    protected abstract Machine sayable(SplittableRandom random);

    /** Whether so much may be told of a machine that was written although the kind has words for everything. */
    protected boolean mayBeTold(Note note) {
        return false;
    }

    /** The same machine where the kind says otherwise what loses nothing. */
    protected Machine inTheWordsOfTheKind(Machine machine) {
        return machine;
    }

    @Seeded(200)
    public void whatTheKindCanSayComesBackAsItWent(SplittableRandom random) {
        Machine machine = sayable(random);

        Written written = writer.write(machine);
        Reading reading = read(written);

        assertThat(reading.machine())
                .as(written.text())
                .usingRecursiveComparison()
                .isEqualTo(machine);
        assertThat(written.notes()).allMatch(this::mayBeTold);
        assertThat(reading.notes()).allMatch(note -> note.kind().equals("of-the-source"));
    }

    /** That whatever of a machine is another one after the trip was told of. */
    protected final void requireLossesToBeTold(SplittableRandom random) {
        Machine machine = AnyMachine.of(random);

        Written written = writer.write(machine);

        Losses.check(inTheWordsOfTheKind(machine), read(written).machine(), written.notes());
    }

    @Seeded(200)
    public void whateverAMachineIsOneTripChangesItAndNoFurtherOneDoes(SplittableRandom random) {
        Machine once = read(writer.write(AnyMachine.of(random))).machine();

        Written again = writer.write(once);

        assertThat(read(again).machine()).as(again.text()).isEqualTo(once);
        assertThat(again.notes())
                .as("notes of a machine that came from this kind")
                .allMatch(this::mayBeTold);
    }

    private Reading read(Written written) {
        return reader.read(new ConfigFile(file, written.text().getBytes(UTF_8)));
    }
}
