package io.vmloom.loadtest.example;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the files of {@code examples/disks} anew: the contents from this package, the containers by qemu-img, so that
 * vmloom's examples are images of somebody else's making.
 */
public final class ExamplesCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;

    private ExamplesCommand() {}

    /**
     * Writes every example disk into a folder and replaces files of the same name.
     *
     * @param out the folder; made if it does not exist
     * @param report receives one line per file, and the reason if something failed
     * @return the exit code: 0 when all disks are written, 1 otherwise
     */
    public static int run(Path out, PrintWriter report) {
        try {
            Files.createDirectories(out);
            for (ExampleDisk disk : ExampleDisks.all()) {
                Path file = out.resolve(disk.fileName());
                write(disk, file);
                report.printf(
                        "%-16s %8d bytes, disk of %d bytes%n",
                        file.getFileName(), Files.size(file), disk.lengthBytes());
            }
            return DONE;
        } catch (IOException e) {
            report.println("examples: not all written to " + out + ": " + e.getMessage()
                    + " (qemu-img must be installed and the folder writable)");
            return FAILED;
        } finally {
            report.flush();
        }
    }

    private static void write(ExampleDisk disk, Path file) throws IOException {
        if (disk.packaging().isRaw()) {
            disk.writeRaw(file);
            return;
        }
        Path raw = Files.createTempFile(file.toAbsolutePath().getParent(), disk.name(), ".tmp");
        try {
            disk.writeRaw(raw);
            convert(disk.packaging(), raw, file);
        } finally {
            Files.deleteIfExists(raw);
        }
    }

    private static void convert(Packaging packaging, Path raw, Path file) throws IOException {
        List<String> command = new ArrayList<>(List.of("qemu-img", "convert", "-f", "raw", "-O", packaging.format()));
        command.addAll(packaging.convertArguments());
        command.add(raw.toString());
        command.add(file.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("qemu-img ended with " + process.exitValue() + ": " + said);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while qemu-img wrote " + file, e);
        }
    }
}
