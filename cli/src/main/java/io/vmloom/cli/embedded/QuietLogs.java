package io.vmloom.cli.embedded;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Keeps servers inside this JVM from talking about their own start, unless a configuration names their levels. */
final class QuietLogs {
    /** S3Proxy and, shaded into it, Jetty; Kafka's broker, written in two languages, and its clients. */
    private static final List<String> TALKATIVE =
            List.of("org.gaul", "kafka", "org.apache.kafka", "state.change.logger");

    private QuietLogs() {}

    static void quiet() {
        for (String name : TALKATIVE) {
            if (LoggerFactory.getLogger(name) instanceof Logger logger && logger.getLevel() == null) {
                logger.setLevel(Level.WARN);
            }
        }
    }
}
