package io.vmloom.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmloom.testing.Peers;
import io.vmloom.testing.Seeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/digest.md} is right: its script, its example, its numbers. */
class DigestDocumentTest {
    private static final Pattern SCRIPT = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);
    private static final int LONGEST_SCRIPT_LINES = 40;

    @TempDir
    private Path folder;

    @Seeded(8)
    void theScriptComputesOurDigest(SplittableRandom random) throws IOException {
        Peers.need("python3");
        byte[] guest = DigestGuests.random(random);
        Path script = Files.writeString(folder.resolve("vg1.py"), script());
        Path disk = Files.write(folder.resolve("disk.raw"), guest);

        Peers.Outcome outcome = Peers.run("python3", script, disk);

        assertThat(outcome.output().strip())
                .isEqualTo(DigestGuests.digest(guest).toString());
    }

    @Test
    void anEmptyFileHasADigestToo() throws IOException {
        Peers.need("python3");
        Path script = Files.writeString(folder.resolve("vg1.py"), script());
        Path disk = Files.createFile(folder.resolve("empty.raw"));

        assertThat(Peers.run("python3", script, disk).output().strip())
                .isEqualTo(DigestGuests.digest(new byte[0]).toString());
    }

    @Test
    void theExampleIsRight() throws IOException {
        byte[] guest = new byte[3 * GuestDigest.LEAF_BYTES];
        Arrays.fill(guest, 0, GuestDigest.LEAF_BYTES, (byte) 'a');
        Arrays.fill(guest, 2 * GuestDigest.LEAF_BYTES, guest.length, (byte) 'b');

        assertThat(document())
                .contains(DigestGuests.digest(guest).toString())
                .contains(DigestGuests.digest(new byte[] {1}).toString());
    }

    @Test
    void theScriptIsShort() throws IOException {
        assertThat(script().lines().count()).isLessThanOrEqualTo(LONGEST_SCRIPT_LINES);
    }

    private static String script() throws IOException {
        Matcher matcher = SCRIPT.matcher(document());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    /** The document of the repository in which the test runs. */
    private static String document() throws IOException {
        Path document = Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve("docs/digest.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        return Files.readString(document);
    }
}
