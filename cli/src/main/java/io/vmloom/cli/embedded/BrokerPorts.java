package io.vmloom.cli.embedded;

import io.vmloom.error.RequestException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Two different ports of the loopback interface: the broker's for clients, and the one for itself. */
record BrokerPorts(int broker, int controller) {
    /** Holds both at once, so that they differ; the broker takes them a moment later. */
    static BrokerPorts choose(int broker) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket first = new ServerSocket(broker, 1, loopback);
                ServerSocket second = new ServerSocket(0, 1, loopback)) {
            return new BrokerPorts(first.getLocalPort(), second.getLocalPort());
        } catch (IOException e) {
            throw refused(broker, e);
        }
    }

    static RequestException refused(int broker, Exception reason) {
        return new RequestException("the Kafka broker can not listen on 127.0.0.1:" + broker + " ("
                + reason.getMessage() + "); choose another port");
    }
}
