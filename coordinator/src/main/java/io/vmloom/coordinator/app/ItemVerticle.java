package io.vmloom.coordinator.app;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vmloom.coordinator.job.ItemReport;
import io.vmloom.error.ConversionException;
import java.util.function.Supplier;

/** Sees one item through, on a virtual thread that may block. */
final class ItemVerticle extends AbstractVerticle {
    private final Supplier<ItemReport> item;
    private final Promise<ItemReport> ended = Promise.promise();

    ItemVerticle(Supplier<ItemReport> item) {
        this.item = item;
    }

    Future<ItemReport> report() {
        return ended.future();
    }

    @Override
    public void start() {
        context.runOnContext(ignored -> {
            try {
                ended.complete(item.get());
            } catch (ConversionException e) {
                ended.fail(e); // told once, where the batch is left
            } catch (RuntimeException | Error e) {
                ended.fail(e);
                throw e;
            }
        });
    }
}
