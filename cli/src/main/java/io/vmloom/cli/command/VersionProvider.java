package io.vmloom.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote beside the classes. */
public final class VersionProvider implements IVersionProvider {
    private static final String RESOURCE = "/io/vmloom/cli/version.properties";

    @Override
    public String[] getVersion() throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(VersionProvider.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            Properties properties = new Properties();
            properties.load(stream);
            return new String[] {"vmloom " + properties.getProperty("version") + " on Java " + Runtime.version()};
        }
    }
}
