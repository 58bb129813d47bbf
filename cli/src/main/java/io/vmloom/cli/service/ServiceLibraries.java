package io.vmloom.cli.service;

import io.vmloom.codec.NativeLibraries;
import io.vmloom.error.RequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a service has to be able to load; asked when it starts, since in the middle of an item it would look like a fault. */
public final class ServiceLibraries {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceLibraries.class);

    private ServiceLibraries() {}

    /** Fails without zstd; warns without libdeflate. */
    public static void require() {
        String folder = System.getProperty("java.io.tmpdir");
        NativeLibraries.zstdTrouble().ifPresent(reason -> {
            throw new RequestException("zstd can not be loaded (" + reason + "): " + folder
                    + " has to be writable, and mounted without noexec; VMLOOM_JAVA_OPTS=-Djava.io.tmpdir=FOLDER (in a"
                    + " container JAVA_TOOL_OPTIONS) names another one");
        });
        if (!NativeLibraries.hasLibdeflate()) {
            LOG.atWarn()
                    .addKeyValue("folder", folder)
                    .log("libdeflate can not be loaded: deflate takes two to three times as long");
        }
    }
}
