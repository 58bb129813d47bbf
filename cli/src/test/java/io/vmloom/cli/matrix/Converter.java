package io.vmloom.cli.matrix;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A way to have images converted; what it reads and writes lies in its folder. */
interface Converter extends AutoCloseable {
    /**
     * @param source file name in the folder
     * @param snapshot or empty
     * @param targetKey file with the target's key, if it has one
     * @param target file name in the folder; replaced when it is there
     */
    record Job(
            String source,
            String sourceFormat,
            String snapshot,
            String target,
            String targetFormat,
            Map<String, String> options,
            Optional<Path> targetKey,
            String verify,
            int workers) {}

    /** Where the files of its jobs are. */
    Path folder();

    /** Sees a job through, and fails the test unless it succeeds. */
    void convert(Job job);

    @Override
    void close();
}
