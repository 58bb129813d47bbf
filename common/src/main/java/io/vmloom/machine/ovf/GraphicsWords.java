package io.vmloom.machine.ovf;

import io.vmloom.machine.Display;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Graphics cards: OVF has no words of its own for them, so the model's are taken. */
final class GraphicsWords {
    private GraphicsWords() {}

    static Optional<Display.Model> read(String word) {
        return Arrays.stream(Display.Model.values())
                .filter(model -> of(model).equals(word))
                .findFirst();
    }

    static String of(Display.Model model) {
        return model.name().toLowerCase(Locale.ROOT);
    }
}
