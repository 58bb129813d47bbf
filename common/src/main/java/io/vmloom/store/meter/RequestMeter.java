package io.vmloom.store.meter;

import io.vmloom.store.Requests;
import java.util.concurrent.atomic.AtomicReference;

/** Adds up requests. Thread-safe. */
public final class RequestMeter {
    private final AtomicReference<Requests> sum = new AtomicReference<>(Requests.NONE);

    public Requests sum() {
        return sum.get();
    }

    public void add(Requests more) {
        sum.accumulateAndGet(more, Requests::plus);
    }

    public void get(long readBytes) {
        add(new Requests(1, 0, 0, 0, 0, 0, readBytes, 0));
    }

    void head() {
        add(new Requests(0, 1, 0, 0, 0, 0, 0, 0));
    }

    void put(long writtenBytes) {
        add(new Requests(0, 0, 1, 0, 0, 0, 0, writtenBytes));
    }

    void copy() {
        add(new Requests(0, 0, 0, 1, 0, 0, 0, 0));
    }

    void list(long pages) {
        add(new Requests(0, 0, 0, 0, pages, 0, 0, 0));
    }

    void delete() {
        add(new Requests(0, 0, 0, 0, 0, 1, 0, 0));
    }
}
