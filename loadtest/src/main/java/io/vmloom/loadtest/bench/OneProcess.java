package io.vmloom.loadtest.bench;

import io.vmloom.error.InternalException;
import io.vmloom.loadtest.launch.Launcher;
import io.vmloom.loadtest.launch.PeakMemory;
import io.vmloom.store.Location;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process that converts by itself what it is told to. */
final class OneProcess implements Converter {
    private final Process process;
    private final PrintWriter orders;
    private final BufferedReader answers;
    private final Trial.Target target;

    /**
     * @param environment says how to reach the store
     * @param target format and options of what it makes
     */
    OneProcess(Map<String, String> environment, Trial.Target target) {
        this.target = target;
        ProcessBuilder builder = new ProcessBuilder(Launcher.java(ConverterMain.class.getName(), options()))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new InternalException("a process that converts can not be started", e);
        }
        orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** As the launcher gives them to a worker. */
    private static String[] options() {
        List<String> options = new ArrayList<>();
        options.add("-Xmx" + (192 + 128 * Runtime.getRuntime().availableProcessors()) + "m");
        if (offersHugePages()) {
            options.add("-XX:+UseTransparentHugePages");
        }
        return options.toArray(String[]::new);
    }

    private static boolean offersHugePages() {
        try {
            String choice = Files.readString(Path.of("/sys/kernel/mm/transparent_hugepage/enabled"));
            return choice.contains("[madvise]") || choice.contains("[always]");
        } catch (IOException e) {
            return false; // not this system
        }
    }

    @Override
    public void convert(Location.InBucket source, Location.InBucket object) {
        List<String> words = new ArrayList<>(List.of("convert", "-q", "--to", target.format()));
        target.options().forEach(option -> words.addAll(List.of("-o", option)));
        words.addAll(List.of(source.toString(), object.toString()));
        orders.println(String.join("\t", words));
        try {
            String answer = answers.readLine();
            if (!ConverterMain.DONE.equals(answer)) {
                throw new InternalException("the one process did not convert " + source + ": " + answer, null);
            }
        } catch (IOException e) {
            throw new InternalException("the one process broke off", e);
        }
    }

    @Override
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public long peakBytes() {
        return PeakMemory.bytes(process);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
