package io.vmloom.coordinator.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.error.FencedException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ItemVerticleTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<Throwable> unhandled = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void anItemThatAnotherCoordinatorGoesOnWithIsNoFaultOfThisProcess() {
        FencedException fenced = new FencedException("the state", "another one has it", null);

        assertThatThrownBy(() -> run(fenced)).isSameAs(fenced);

        assertThat(unhandled).isEmpty();
    }

    @Test
    void aFaultIsToldAsOne() {
        IllegalStateException fault = new IllegalStateException("a mistake");

        assertThatThrownBy(() -> run(fault)).isSameAs(fault);

        assertThat(unhandled).containsExactly(fault);
    }

    private ItemReport run(RuntimeException failure) {
        vertx.exceptionHandler(unhandled::add);
        ItemVerticle item = new ItemVerticle(() -> {
            throw failure;
        });
        String id = vertx.deployVerticle(item, Coordinator.onVirtualThread()).await();
        try {
            return item.report().await();
        } finally {
            vertx.undeploy(id).await();
        }
    }
}
