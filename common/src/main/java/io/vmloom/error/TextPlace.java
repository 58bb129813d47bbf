package io.vmloom.error;

import java.io.Serializable;

/** Where in a text something is wrong; lines and columns count from 1. */
public record TextPlace(String file, int line, int column) implements Serializable {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
