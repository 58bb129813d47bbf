package io.vmloom.loadtest.chaos;

import java.util.Locale;

/** What is done to a running cluster. */
enum Fault {
    /** {@code kill -9}, and another worker is started. */
    WORKER_KILLED,
    /** {@code SIGTERM}, and another worker is started. */
    WORKER_STOPPED,
    /** {@code SIGSTOP} for some seconds: a worker that others take for dead wakes up again. */
    WORKER_STALLED,
    /** {@code kill -9}, and the coordinator is started again. */
    COORDINATOR_KILLED,
    /** {@code kill -9}, and after a while the broker is started again over its data. */
    BROKER_KILLED,
    /** {@code SIGSTOP} for some seconds: messages are neither taken nor given. */
    BROKER_STALLED,
    /** {@code kill -9}, and after a while the store is started again over its data. */
    STORE_KILLED,
    /** {@code SIGSTOP} for some seconds: no object is read or written. */
    STORE_STALLED;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
