package io.vmloom.machine;

/** Whether a device is connected when the guest starts. */
public enum Connection {
    CONNECTED,
    DISCONNECTED;

    public static Connection of(boolean connected) {
        return connected ? CONNECTED : DISCONNECTED;
    }
}
