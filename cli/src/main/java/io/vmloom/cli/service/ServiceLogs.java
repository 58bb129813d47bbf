package io.vmloom.cli.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** A process that stays tells what it does, where a command only prints its results. */
public final class ServiceLogs {
    private ServiceLogs() {}

    /** Unless {@code VMLOOM_LOG_LEVEL} says otherwise. */
    public static void talk() {
        if (System.getenv("VMLOOM_LOG_LEVEL") == null
                && LoggerFactory.getLogger("io.vmloom") instanceof Logger logger) {
            logger.setLevel(Level.INFO);
        }
    }
}
