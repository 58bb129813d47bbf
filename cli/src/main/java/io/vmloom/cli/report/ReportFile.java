package io.vmloom.cli.report;

import io.vmloom.coordinator.job.Batch;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.coordinator.report.ReportJson;
import io.vmloom.error.RequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The report of a batch as a file, which is there as a whole or not at all. */
public final class ReportFile {
    private ReportFile() {}

    /** Writes {@code <batch id>.json} and answers where it is. */
    public static Path write(Path directory, Batch batch, List<ItemReport> reports) {
        Path file = directory.resolve(batch.id() + ".json");
        Path unfinished = directory.resolve(batch.id() + ".json.tmp");
        try {
            Files.createDirectories(directory);
            Files.writeString(unfinished, ReportJson.text(ReportJson.batch(batch.id(), batch.name(), reports)) + "\n");
            return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new RequestException("the report can not be written to " + file + " (" + e.getMessage() + ")");
        }
    }
}
