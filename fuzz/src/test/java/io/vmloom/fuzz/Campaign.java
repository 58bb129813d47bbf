package io.vmloom.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs Jazzer on one subject for some minutes: {@code Campaign FORMAT MINUTES CORPUS [OPTION...]}. The corpus is a folder
 * where it keeps what it has learnt, and under {@code findings} what it has found.
 */
public final class Campaign {
    private static final int MAX_INPUT_BYTES = 16 << 10;

    private Campaign() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String format = arguments[0];
        Path learnt = Files.createDirectories(Path.of(arguments[2], format));
        Path findings = Files.createDirectories(Path.of(arguments[2], "findings", format));
        List<String> options = new ArrayList<>(List.of(
                "--target_class=" + FuzzTarget.class.getName(),
                "--instrumentation_includes=io.vmloom.**",
                "--instrumentation_excludes=io.vmloom.fuzz.**:io.vmloom.testing.**",
                "--keep_going=20",
                "--reproducer_path=" + findings,
                "-artifact_prefix=" + findings + "/",
                "-max_total_time=" + 60 * Long.parseLong(arguments[1]),
                "-max_len=" + MAX_INPUT_BYTES,
                "-len_control=0",
                "-use_value_profile=1",
                "-timeout=60",
                "-rss_limit_mb=2048",
                "-print_final_stats=1",
                learnt.toString()));
        options.addAll(List.of(arguments).subList(3, arguments.length));
        Inputs.folders(format).forEach(folder -> options.add(folder.toString()));
        Jazzer.main(options.toArray(String[]::new));
    }
}
