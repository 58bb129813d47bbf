package io.vmloom.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a small image as an input that fuzzing may begin with: {@code AddSeed IMAGE SEED}. */
public final class AddSeed {
    private AddSeed() {}

    public static void main(String[] arguments) throws IOException {
        Files.write(Path.of(arguments[1]), FuzzInput.of(Files.readAllBytes(Path.of(arguments[0]))));
    }
}
