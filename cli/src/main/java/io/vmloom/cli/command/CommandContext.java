package io.vmloom.cli.command;

import io.vmloom.error.RequestException;
import io.vmloom.store.Location;
import io.vmloom.unit.ByteSize;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** What commands need of the process around them. */
final class CommandContext {
    private CommandContext() {}

    static PrintWriter out(CommandSpec spec) {
        return spec.commandLine().getOut();
    }

    static PrintWriter err(CommandSpec spec) {
        return spec.commandLine().getErr();
    }

    /** A line for people, at once. */
    static void say(CommandSpec spec, String line) {
        out(spec).println(line);
        out(spec).flush();
    }

    /** An option's size. */
    static long bytes(String option, String text) {
        try {
            return ByteSize.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RequestException(option + ": " + e.getMessage());
        }
    }

    /** A number of bytes, rounded and exactly. */
    static String size(long bytes) {
        return ByteSize.format(bytes) + " (" + bytes + " bytes)";
    }

    /** Whether progress may write over its line. */
    static boolean errIsTerminal() {
        return System.console() != null && System.console().isTerminal() && System.getenv("NO_COLOR") == null;
    }

    static Location location(String text) {
        try {
            return Location.parse(text, Path.of("").toAbsolutePath());
        } catch (IllegalArgumentException e) {
            throw new RequestException("'" + text + "' is no path: " + e.getMessage());
        }
    }

    static int workers(int wanted) {
        if (wanted < 0) {
            throw new RequestException("--workers must be 1 or more, or 0 for one per core, got: " + wanted);
        }
        return wanted > 0 ? wanted : Runtime.getRuntime().availableProcessors();
    }

    static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new RequestException(option + " must be at least 1, got: " + value);
        }
        return value;
    }
}
