package io.vmloom.coordinator.manifest;

import io.vmloom.error.RequestException;
import io.vmloom.error.TextPlace;

/** Where something stands in a manifest; lines and columns count from 1. */
record Position(String file, int line, int column) {
    /** The error that something is wrong here. */
    RequestException refuse(String problem) {
        return new RequestException(new TextPlace(file, line, column), problem);
    }
}
