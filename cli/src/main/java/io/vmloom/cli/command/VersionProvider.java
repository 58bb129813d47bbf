package io.vmloom.cli.command;

import io.vmloom.cli.Main;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote beside the classes. */
public final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(Main.class.getResourceAsStream("version.properties"), "version.properties")) {
            Properties properties = new Properties();
            properties.load(stream);
            return new String[] {"vmloom " + properties.getProperty("version") + " on Java " + Runtime.version()};
        }
    }
}
