package io.vmloom.cli.command;

import io.vmloom.format.DiskFormat;
import io.vmloom.format.Formats;
import io.vmloom.format.Support;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vmloom formats}: what can be read and written. */
@Command(
        name = "formats",
        mixinStandardHelpOptions = true,
        description = "Lists the image formats, what is read and written of each, and by which other programs that was"
                + " tried.")
final class FormatsCommand implements Callable<Integer> {
    @Mixin
    private Answer answer = new Answer();

    @Override
    public Integer call() {
        answer.print(
                formats().flatMap(FormatsCommand::lines).toList(),
                Map.of("formats", formats().map(FormatsCommand::tree).toList()));
        return 0;
    }

    private static Stream<DiskFormat> formats() {
        return Formats.all().stream().filter(format -> format.support().isPresent());
    }

    private static Stream<String> lines(DiskFormat format) {
        return format.support().stream()
                .flatMap(support -> Stream.of(
                        format.name(),
                        line("read", support.reads()),
                        line("write", support.writes()),
                        line("read back by", support.readBackBy())))
                .filter(line -> !line.isEmpty());
    }

    private static String line(String what, String text) {
        return text.isEmpty() ? "" : "  " + what + ": " + text;
    }

    private static Map<String, Object> tree(DiskFormat format) {
        Support support = format.support().orElseThrow();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", format.name());
        tree.put("title", support.title());
        tree.put("reads", support.reads());
        tree.put("writes", support.writes());
        tree.put("readBackBy", support.readBackBy());
        return tree;
    }
}
