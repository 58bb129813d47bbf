package io.vmloom.cli.embedded;

import io.vmloom.error.RequestException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.Random;

/**
 * A port of the loopback interface that a server can have again after it was down. Systems take the ports of outgoing
 * connections from higher ones: there a client that tries to reach the server meanwhile could be given its very port.
 */
public final class LastingPort {
    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final int ATTEMPTS = 100;

    private LastingPort() {}

    /** One that is free now. */
    public static int choose() {
        Random random = new SecureRandom();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = random.nextInt(FIRST, END);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // somebody else's
            }
        }
        throw new RequestException("no port from " + FIRST + " to " + END + " is free; choose the ports yourself");
    }
}
