package io.vmloom.k8s.dashboard;

/** By Grafana's names. */
enum Unit {
    COUNT("short"),
    SHARE("percentunit"),
    BYTES("bytes"),
    BYTES_PER_SECOND("binBps"),
    PER_SECOND("ops"),
    SECONDS("s"),
    SECONDS_PER_SECOND("none");

    private final String id;

    Unit(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }
}
