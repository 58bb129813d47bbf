package io.vmloom.fuzz;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Committed inputs, and random changes of them, are read or refused. {@code -Dvmloom.mutations=100000} tries more changes
 * for each format than the usual number; an input that fails is kept under {@code target/found}.
 */
@Timeout(300)
class ReplayTest {
    private static final int MUTATIONS = Integer.getInteger("vmloom.mutations", 1500);

    static Stream<Arguments> inputs() {
        return Subject.all().stream()
                .flatMap(subject -> Inputs.files(subject.name()).stream().map(file -> arguments(subject, file)));
    }

    static List<Subject> subjects() {
        return Subject.all();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void everyInputIsReadOrRefused(Subject subject, Path file) throws IOException {
        Examination.of(subject, Files.readAllBytes(file));
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void soAreRandomChangesOfThem(Subject subject) throws IOException {
        List<Path> files = Inputs.files(subject.name());
        for (int number = 0; number < MUTATIONS; number++) {
            SplittableRandom random = new SplittableRandom(number);
            byte[] input = Mutation.of(Files.readAllBytes(files.get(random.nextInt(files.size()))), random);
            try {
                Examination.of(subject, input);
            } catch (RuntimeException | Error finding) {
                throw new AssertionError("kept as " + keep(subject + "-" + number, input), finding);
            }
        }
    }

    private static Path keep(String name, byte[] input) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "found"));
        return Files.write(folder.resolve(name), input).toAbsolutePath();
    }
}
