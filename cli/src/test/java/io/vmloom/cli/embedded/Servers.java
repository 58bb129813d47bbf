package io.vmloom.cli.embedded;

import io.vmloom.testing.Peers;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * Which servers tests talk to that need a broker or a store. {@code VMLOOM_TEST_SERVERS=embedded} or
 * {@code containers} says so; else it is containers where Docker answers.
 */
enum Servers {
    /** Those of this JVM. */
    EMBEDDED,
    /** Those of official images, or of what stands in for them: {@code VMLOOM_TEST_KAFKA_IMAGE}, {@code VMLOOM_TEST_S3_IMAGE}. */
    CONTAINERS;

    private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
    private static final String VARIABLE = "VMLOOM_TEST_SERVERS";

    static Servers chosen() {
        return Choice.MADE;
    }

    /** What an image is called here. */
    static String image(String variable, String official) {
        return System.getenv().getOrDefault(variable, official);
    }

    /** Made once for all tests, since asking for Docker takes a while where it is not. */
    private static final class Choice {
        static final Servers MADE = make();

        private static Servers make() {
            String said = System.getenv().getOrDefault(VARIABLE, "");
            if (said.isEmpty()) {
                return dockerAnswers() ? CONTAINERS : EMBEDDED;
            }
            Servers wanted = valueOf(said.toUpperCase(Locale.ROOT));
            if (wanted == CONTAINERS && !dockerAnswers()) {
                Peers.miss("Docker, which " + VARIABLE + "=" + said + " asks for,");
            }
            return wanted;
        }

        private static boolean dockerAnswers() {
            boolean answers = DockerClientFactory.instance().isDockerAvailable();
            if (!answers) {
                LOG.info("Docker does not answer: tests use the broker and the store of this JVM");
            }
            return answers;
        }
    }
}
