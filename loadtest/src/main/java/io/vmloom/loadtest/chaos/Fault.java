package io.vmloom.loadtest.chaos;

import java.util.Locale;

/** What is done to a running cluster. */
enum Fault {
    /** {@code kill -9}, and another worker is started. */
    WORKER_KILLED,
    /** {@code SIGTERM}, and another worker is started. */
    WORKER_STOPPED,
    /** {@code SIGSTOP} for some seconds, during which it still has its tasks. */
    WORKER_STALLED,
    /** {@code SIGSTOP} for longer than a task's lock: others do its tasks, and it wakes up in the middle of them. */
    WORKER_ASLEEP,
    /** {@code kill -9}, and the coordinator is started again. */
    COORDINATOR_KILLED,
    /** {@code SIGTERM}, and the coordinator is started again. */
    COORDINATOR_STOPPED,
    /** {@code SIGSTOP} for less than its session. */
    COORDINATOR_STALLED,
    /** {@code SIGSTOP} for longer than its session: the other one has its batches when it wakes up. */
    COORDINATOR_ASLEEP,
    /** {@code kill -9}, and after a while the broker is started again over its data. */
    BROKER_KILLED,
    /** {@code SIGTERM}, and the broker is started again. */
    BROKER_STOPPED,
    /** {@code SIGSTOP} for some seconds: messages are late. */
    BROKER_STALLED,
    /** {@code SIGSTOP} for longer than every lease that it keeps. */
    BROKER_ASLEEP,
    /** {@code kill -9}, and after a while the store is started again over its data. */
    STORE_KILLED,
    /** {@code SIGSTOP} for some seconds: no object is read or written. */
    STORE_STALLED,
    /** Requests are answered 503 without being done. */
    STORE_BUSY,
    /** Requests wait for seconds. */
    STORE_SLOW,
    /** Connections are closed instead of an answer. */
    STORE_RESET,
    /** Objects end in their middle. */
    STORE_TRUNCATING,
    /** Requests are done and answered 500. */
    STORE_FORGETFUL,
    /** Requests are done, and connections closed instead of an answer. */
    STORE_SILENT,
    /** The latest tasks and results are sent once more. */
    MESSAGES_REPEATED,
    /** The same after a while, when what they are about may have ended. */
    MESSAGES_LATE;

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
