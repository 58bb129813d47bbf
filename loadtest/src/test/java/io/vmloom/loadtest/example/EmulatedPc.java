package io.vmloom.loadtest.example;

import io.vmloom.testing.Peers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A PC emulated in software by QEMU, whose first serial port is captured. */
final class EmulatedPc {
    private static final String QEMU = "qemu-system-x86_64";
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration SILENCE = Duration.ofMillis(300);

    private EmulatedPc() {}

    /**
     * Boots an image, which is not written to, and returns what it prints until a line has ended and the port has
     * fallen silent, or the deadline has passed.
     */
    static String serialOutputOf(Path image, String format) throws IOException, InterruptedException {
        return serialOutputOf(List.of("-machine", "pc,accel=tcg", "-m", "32", "-drive", drive(image, format)));
    }

    /** The value of {@code -drive} for an image that is not written to. */
    static String drive(Path image, String format) {
        return "file=%s,format=%s,snapshot=on".formatted(image.toString().replace(",", ",,"), format);
    }

    /** The same of a machine of one's own. */
    static String serialOutputOf(List<String> machine) throws IOException, InterruptedException {
        Peers.need(QEMU);
        List<String> words =
                new ArrayList<>(List.of(QEMU, "-nodefaults", "-no-reboot", "-display", "none", "-serial", "stdio"));
        words.addAll(machine);
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            BlockingQueue<String> chunks = new LinkedBlockingQueue<>();
            Thread.ofVirtual().start(() -> pump(process.getInputStream(), chunks));
            return collect(chunks);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static String collect(BlockingQueue<String> chunks) throws InterruptedException {
        StringBuilder output = new StringBuilder();
        long deadlineNanos = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            long leftNanos = deadlineNanos - System.nanoTime();
            boolean lineEnded = output.indexOf("\n") >= 0;
            String chunk =
                    chunks.poll(lineEnded ? Math.min(SILENCE.toNanos(), leftNanos) : leftNanos, TimeUnit.NANOSECONDS);
            if (chunk == null || chunk.isEmpty()) {
                return output.toString();
            }
            output.append(chunk);
        }
    }

    /** Passes on what arrives; an empty chunk means the end. */
    private static void pump(InputStream serial, BlockingQueue<String> chunks) {
        byte[] buffer = new byte[4096];
        try {
            for (int length = serial.read(buffer); length > 0; length = serial.read(buffer)) {
                chunks.add(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
            }
            chunks.add("");
        } catch (IOException e) {
            chunks.add(""); // the emulator was ended while we listened
        }
    }
}
