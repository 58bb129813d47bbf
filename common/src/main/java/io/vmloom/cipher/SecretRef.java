package io.vmloom.cipher;

import java.nio.file.Path;

/** Where a secret is to be found. It is no secret itself and may be stored, sent and printed. */
public sealed interface SecretRef {
    /** A file's whole content; a line break at its end counts. */
    record File(Path path) implements SecretRef {
        @Override
        public String toString() {
            return "file:" + path;
        }
    }

    /** A variable of the environment. */
    record Variable(String name) implements SecretRef {
        @Override
        public String toString() {
            return "env:" + name;
        }
    }

    /** A file of the directory that a coordinator was given for secrets. */
    record Named(String name) implements SecretRef {
        @Override
        public String toString() {
            return "secret:" + name;
        }
    }
}
