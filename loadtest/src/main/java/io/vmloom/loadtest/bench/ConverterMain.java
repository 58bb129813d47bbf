package io.vmloom.loadtest.bench;

import io.vmloom.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs a command for each line of its standard input, whose words have tabs between them, and says how it ended. */
final class ConverterMain {
    static final String DONE = "ended with 0";

    private ConverterMain() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        try (BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                out.println("ended with " + Main.commandLine().execute(line.split("\t")));
                out.flush();
            }
        }
    }
}
