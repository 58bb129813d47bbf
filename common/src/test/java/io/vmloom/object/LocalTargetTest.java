package io.vmloom.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vmloom.error.CancelledException;
import io.vmloom.error.ConversionException;
import io.vmloom.error.ErrorCode;
import io.vmloom.error.InternalException;
import io.vmloom.error.RequestException;
import io.vmloom.layout.FragmentPlace;
import io.vmloom.layout.Layout;
import io.vmloom.store.Content;
import io.vmloom.store.Precondition;
import io.vmloom.unit.TargetOffset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTargetTest {
    private static final long MIB = 1 << 20;

    @TempDir
    Path directory;

    @Test
    void frontFragmentsAndTailStandInOrder() throws IOException {
        Path path = directory.resolve("disk.img");
        try (LocalTarget target = LocalTarget.appending(path, Precondition.ABSENT, 8, 3, Durability.SYNCED)) {
            target.accept(2, bytes("cc"));
            target.accept(0, bytes("aaa"));
            target.accept(1, Content.of(new byte[0]));

            Layout layout = target.finishFragments(3);
            target.writeFront(sink -> {
                sink.write("HEAD".getBytes(UTF_8));
                sink.zeros(4);
            });
            target.writeTail(1, sink -> sink.write("T".getBytes(UTF_8)));
            assertThat(path).doesNotExist();
            target.publish(Precondition.ABSENT);

            assertThat(layout)
                    .isEqualTo(new Layout(
                            8,
                            List.of(
                                    new FragmentPlace(0, new TargetOffset(8), 3),
                                    new FragmentPlace(2, new TargetOffset(11), 2)),
                            13));
        }
        assertThat(path).hasContent("HEAD\0\0\0\0aaaccT");
        assertThat(names()).containsExactly("disk.img");
    }

    @Test
    void aRangeThatComesTwiceIsTakenOnce() throws IOException {
        Path path = directory.resolve("disk.img");
        try (LocalTarget target = LocalTarget.appending(path, Precondition.ABSENT, 0, 3, Durability.SYNCED)) {
            target.accept(1, bytes("b"));
            target.accept(1, bytes("B"));
            target.accept(0, bytes("a"));
            target.accept(0, bytes("A"));
            target.finishFragments(2);
            target.publish(Precondition.ABSENT);
        }
        assertThat(path).hasContent("ab");
    }

    @Test
    void aRangeBeyondTheReorderWindowIsAFault() {
        try (LocalTarget target =
                LocalTarget.appending(directory.resolve("x"), Precondition.ABSENT, 0, 2, Durability.SYNCED)) {
            assertThatThrownBy(() -> target.accept(2, bytes("c")))
                    .isInstanceOf(InternalException.class)
                    .hasMessageContaining("range 2");
        }
    }

    @Test
    void aMissingRangeKeepsTheTargetFromBeingFinished() {
        try (LocalTarget target =
                LocalTarget.appending(directory.resolve("x"), Precondition.ABSENT, 0, 4, Durability.SYNCED)) {
            target.accept(1, bytes("b"));

            assertThatThrownBy(() -> target.finishFragments(2))
                    .isInstanceOf(InternalException.class)
                    .hasMessageContaining("range 0 of 2");
        }
    }

    @Test
    void tablesOfAnotherLengthThanAnnouncedAreAFault() {
        try (LocalTarget target =
                LocalTarget.appending(directory.resolve("x"), Precondition.ABSENT, 8, 4, Durability.SYNCED)) {
            target.finishFragments(0);

            assertThatThrownBy(() -> target.writeFront(sink -> sink.zeros(7))).isInstanceOf(InternalException.class);
            assertThatThrownBy(() -> target.writeFront(sink -> sink.zeros(9))).isInstanceOf(InternalException.class);
        }
    }

    @Test
    void zerosAreHoles() throws IOException, InterruptedException {
        assumeTrue(holesAreReal(), "this file system has no holes, or there is no stat");
        Path path = directory.resolve("sparse.img");
        try (LocalTarget target = LocalTarget.appending(path, Precondition.ABSENT, 64 * MIB, 4, Durability.SYNCED)) {
            target.accept(0, Content.zeros(64 * MIB).then(bytes("x")).then(Content.zeros(64 * MIB - 1)));
            target.finishFragments(1);
            target.writeFront(sink -> sink.zeros(64 * MIB));
            target.publish(Precondition.ABSENT);
        }
        assertThat(path).hasSize(192 * MIB);
        assertThat(allocatedBytes(path)).isLessThan(MIB);
    }

    /** A block of a format is whole in the file, even where the guest wrote next to nothing of it. */
    @Test
    void longZerosBetweenOtherBytesBecomeAHole() throws Exception {
        assumeTrue(holesAreReal(), "this file system has no holes, or there is no stat");
        byte[] block = new byte[(int) (16 * MIB)];
        block[0] = 1;
        block[(int) (9 * MIB)] = 2;
        block[block.length - 1] = 3;
        Path path = directory.resolve("block.img");
        try (LocalTarget target = LocalTarget.appending(path, Precondition.ABSENT, 512, 1, Durability.SYNCED)) {
            target.accept(0, Content.of(block));
            target.finishFragments(1);
            target.publish(Precondition.ABSENT);
        }
        assertThat(allocatedBytes(path)).isLessThan(MIB);
        byte[] expected = new byte[block.length + 512];
        System.arraycopy(block, 0, expected, 512, block.length);
        assertThat(path).hasBinaryContent(expected);
    }

    @Test
    void aDiscardedTargetLeavesNothingAndTakesNothingMore() throws IOException {
        LocalTarget target =
                LocalTarget.appending(directory.resolve("x"), Precondition.ABSENT, 0, 4, Durability.SYNCED);
        target.accept(0, bytes("a"));
        target.close();

        assertThat(names()).isEmpty();
        assertThatThrownBy(() -> target.accept(1, bytes("b"))).isInstanceOf(CancelledException.class);
    }

    @Test
    void anExistingFileIsRefusedWhereItMustBeAbsent() throws IOException {
        Path path = Files.writeString(directory.resolve("disk.img"), "mine");

        assertThatThrownBy(() -> LocalTarget.appending(path, Precondition.ABSENT, 0, 4, Durability.SYNCED))
                .isInstanceOf(ConversionException.class)
                .hasMessageContaining(path.toString())
                .extracting(e -> ((ConversionException) e).code())
                .isEqualTo(ErrorCode.TARGET_EXISTS);
    }

    @Test
    void aFileThatAppearsMeanwhileIsNotReplacedWhereItMustBeAbsent() throws IOException {
        Path path = directory.resolve("disk.img");
        try (LocalTarget target = LocalTarget.appending(path, Precondition.ABSENT, 0, 4, Durability.SYNCED)) {
            target.finishFragments(0);
            Files.writeString(path, "theirs");

            assertThatThrownBy(() -> target.publish(Precondition.ABSENT)).hasMessageContaining("already exists");
        }
        assertThat(path).hasContent("theirs");
        assertThat(names()).containsExactly("disk.img");
    }

    @Test
    void anExistingFileIsReplacedAtOnceWhereThatIsAllowed() throws IOException {
        Path path = Files.writeString(directory.resolve("disk.img"), "old and long");
        try (LocalTarget target = LocalTarget.appending(path, Precondition.NONE, 0, 4, Durability.SYNCED)) {
            target.accept(0, bytes("new"));
            target.finishFragments(1);
            assertThat(path).hasContent("old and long");
            target.publish(Precondition.NONE);
        }
        assertThat(path).hasContent("new");
        assertThat(names()).containsExactly("disk.img");
    }

    @Test
    void whatIsNoRegularFileIsRefused() {
        assertThatThrownBy(() -> LocalTarget.appending(directory, Precondition.NONE, 0, 4, Durability.SYNCED))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("not a regular file");
    }

    @Test
    void aMissingDirectoryIsNamed() {
        assertThatThrownBy(() -> LocalTarget.appending(
                        directory.resolve("no/disk.img"), Precondition.NONE, 0, 4, Durability.SYNCED))
                .hasMessageContaining("no/disk.img")
                .extracting(e -> ((ConversionException) e).code())
                .isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void twoConversionsDoNotWriteTheSameTarget() {
        Path path = directory.resolve("disk.img");
        try (LocalTarget first = LocalTarget.appending(path, Precondition.NONE, 0, 4, Durability.SYNCED)) {
            assertThatThrownBy(() -> LocalTarget.appending(path, Precondition.NONE, 0, 4, Durability.SYNCED))
                    .isInstanceOf(RequestException.class)
                    .hasMessageContaining("another conversion");
            assertThat(first.temporaryPath()).exists();
        }
    }

    @Test
    void aKilledProcessLeavesOnlyItsHiddenFileAndTheNextOneSucceeds() throws Exception {
        Path path = directory.resolve("disk.img");
        Process other = LocalTargetProcess.begin(path);
        try {
            assertThatThrownBy(() -> LocalTarget.appending(path, Precondition.NONE, 0, 4, Durability.SYNCED))
                    .hasMessageContaining("another conversion");
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(names()).containsExactly(".disk.img.vmloom.part");

        try (LocalTarget target = LocalTarget.appending(path, Precondition.ABSENT, 0, 4, Durability.SYNCED)) {
            target.accept(0, bytes("a"));
            target.finishFragments(1);
            target.publish(Precondition.ABSENT);
        }
        assertThat(path).hasContent("a");
        assertThat(names()).containsExactly("disk.img");
    }

    private boolean holesAreReal() throws IOException, InterruptedException {
        Path probe = directory.resolve("probe");
        try (var file = new java.io.RandomAccessFile(probe.toFile(), "rw")) {
            file.setLength(64 * MIB);
        }
        boolean sparse = Files.isExecutable(Path.of("/usr/bin/stat")) && allocatedBytes(probe) < MIB;
        Files.delete(probe);
        return sparse;
    }

    private static long allocatedBytes(Path path) throws IOException, InterruptedException {
        Process stat = new ProcessBuilder("/usr/bin/stat", "-c", "%b %B", path.toString()).start();
        String[] words =
                new String(stat.getInputStream().readAllBytes(), UTF_8).strip().split(" ", 2);
        assertThat(stat.waitFor()).isZero();
        return Long.parseLong(words[0]) * Long.parseLong(words[1]);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private static Content bytes(String text) {
        return Content.of(text.getBytes(UTF_8));
    }
}
