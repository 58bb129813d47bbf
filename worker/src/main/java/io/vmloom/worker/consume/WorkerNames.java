package io.vmloom.worker.consume;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Names of workers for people: the host, as a pod is called, and something that no other worker of it has. */
final class WorkerNames {
    private static final int BASE = 36;
    private static final int DIGITS = 4;

    private WorkerNames() {}

    static String next() {
        int least = (int) Math.pow(BASE, DIGITS - 1);
        int number = ThreadLocalRandom.current().nextInt(least, least * BASE);
        return host() + "-" + Integer.toString(number, BASE);
    }

    private static String host() {
        return Optional.ofNullable(System.getenv("HOSTNAME"))
                .filter(name -> !name.isBlank())
                .orElseGet(() -> {
                    try {
                        return InetAddress.getLocalHost().getHostName();
                    } catch (UnknownHostException e) {
                        return "worker";
                    }
                });
    }
}
