package io.vmloom.store.memory;

import io.vmloom.error.StoreException;
import io.vmloom.store.PartReceipt;
import io.vmloom.store.Upload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The parts of one multipart upload by number; the store's lock guards it. */
final class MemoryUpload {
    /** One uploaded part. */
    record Part(PartReceipt receipt, StoredBytes bytes) {}

    private final Upload upload;
    private final Map<String, String> metadata;
    private final NavigableMap<Integer, Part> parts = new TreeMap<>();

    MemoryUpload(Upload upload, Map<String, String> metadata) {
        this.upload = upload;
        this.metadata = metadata;
    }

    Upload upload() {
        return upload;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    /** The last upload of a number wins. */
    void put(Part part) {
        parts.put(part.receipt().partNumber(), part);
    }

    List<PartReceipt> receipts() {
        return parts.values().stream().map(Part::receipt).toList();
    }

    /** The parts that the receipts name, provided that they are still the current ones. */
    List<Part> named(List<PartReceipt> receipts) {
        List<Part> named = new ArrayList<>();
        for (PartReceipt receipt : receipts) {
            Part part = parts.get(receipt.partNumber());
            if (part == null || !part.receipt().etag().equals(receipt.etag())) {
                throw StoreException.unavailable(
                        upload.target().toString(),
                        "part " + receipt.partNumber() + " with ETag " + receipt.etag()
                                + " is not there any more (InvalidPart); list the parts again",
                        null);
            }
            named.add(part);
        }
        return named;
    }
}
