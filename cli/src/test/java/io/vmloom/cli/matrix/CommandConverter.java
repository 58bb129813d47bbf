package io.vmloom.cli.matrix;

import io.vmloom.cli.testing.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code vmloom convert} on files. */
record CommandConverter(Path folder) implements Converter {
    @Override
    public void convert(Job job) {
        List<Object> arguments = new ArrayList<>(List.of("convert", "--quiet", "--overwrite"));
        arguments.addAll(List.of("--from", job.sourceFormat(), "--to", job.targetFormat()));
        arguments.addAll(List.of("--verify", job.verify(), "--workers", job.workers()));
        job.options().forEach((key, value) -> arguments.addAll(List.of("-o", key + "=" + value)));
        job.targetKey().ifPresent(key -> arguments.addAll(List.of("--target-key", "file:" + key)));
        if (!job.snapshot().isEmpty()) {
            arguments.addAll(List.of("--snapshot", job.snapshot()));
        }
        arguments.add(folder.resolve(job.source()));
        arguments.add(folder.resolve(job.target()));
        Command.run(arguments.toArray()).succeeded();
    }

    @Override
    public void close() {}
}
