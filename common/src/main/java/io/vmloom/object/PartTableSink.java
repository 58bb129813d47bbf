package io.vmloom.object;

import io.vmloom.error.InternalException;
import io.vmloom.layout.PlannedPart;
import io.vmloom.store.ObjectStore;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Upload;
import io.vmloom.table.TableSink;
import java.util.ArrayList;
import java.util.List;

/**
 * Uploads tables as the parts that were planned for them, each as soon as it is full; holds one part in memory. Throws
 * what {@link ObjectStore#uploadPart} throws. Not thread-safe.
 */
public final class PartTableSink implements TableSink {
    private final ObjectStore store;
    private final Upload upload;
    private final List<PlannedPart> parts;
    private final List<PartReceipt> receipts = new ArrayList<>();
    private final ContentBuffer buffer = new ContentBuffer();
    private long uploadedBytes;

    /** Takes neighbouring parts of the plan, in order. */
    public PartTableSink(ObjectStore store, Upload upload, List<PlannedPart> parts) {
        this.store = store;
        this.upload = upload;
        this.parts = List.copyOf(parts);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int done = 0;
        while (done < length) {
            int count = (int) Math.min(length - done, room());
            buffer.write(bytes, offset + done, count);
            done += count;
            uploadWhenFull();
        }
    }

    @Override
    public void zeros(long lengthBytes) {
        long left = lengthBytes;
        while (left > 0) {
            long count = Math.min(left, room());
            buffer.zeros(count);
            left -= count;
            uploadWhenFull();
        }
    }

    @Override
    public long position() {
        return uploadedBytes + buffer.lengthBytes();
    }

    /** What the store said of the parts; fails unless every one is full. */
    public List<PartReceipt> finish() {
        if (receipts.size() < parts.size()) {
            throw new InternalException(
                    "tables of " + upload.target() + " end after " + position() + " bytes, within "
                            + parts.get(receipts.size()),
                    null);
        }
        return List.copyOf(receipts);
    }

    private long room() {
        if (receipts.size() == parts.size()) {
            throw new InternalException(
                    "tables of " + upload.target() + " have more than the " + position() + " bytes planned for them",
                    null);
        }
        return parts.get(receipts.size()).lengthBytes() - buffer.lengthBytes();
    }

    private void uploadWhenFull() {
        if (room() == 0) {
            PlannedPart part = parts.get(receipts.size());
            receipts.add(store.uploadPart(upload, part.number(), buffer.take()));
            uploadedBytes += part.lengthBytes();
        }
    }
}
