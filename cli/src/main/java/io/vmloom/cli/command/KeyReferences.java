package io.vmloom.cli.command;

import io.vmloom.cipher.SecretRef;
import io.vmloom.error.RequestException;
import java.nio.file.Path;

/** References to keys on the command line, which never holds a key itself: other users of the host can see it. */
final class KeyReferences {
    private static final String FILE = "file:";
    private static final String VARIABLE = "env:";

    private KeyReferences() {}

    static SecretRef parse(String text) {
        return parse("--key", text);
    }

    static SecretRef parse(String option, String text) {
        if (text.startsWith(FILE) && text.length() > FILE.length()) {
            return new SecretRef.File(Path.of(text.substring(FILE.length())));
        }
        if (text.startsWith(VARIABLE) && text.length() > VARIABLE.length()) {
            return new SecretRef.Variable(text.substring(VARIABLE.length()));
        }
        // What was given may be the key itself, so it is not repeated.
        throw new RequestException(option + " says where the key is: file:PATH or env:NAME");
    }
}
