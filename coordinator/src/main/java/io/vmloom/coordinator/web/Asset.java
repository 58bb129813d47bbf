package io.vmloom.coordinator.web;

import io.vmloom.error.InternalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** A file of the page. No other file is ever served. */
public enum Asset {
    STYLE("style.css", "text/css"),
    ICON("icon.svg", "image/svg+xml"),
    THEME("theme.js", Type.SCRIPT),
    APP("app.js", Type.SCRIPT),
    API("api.js", Type.SCRIPT),
    BATCH("batch.js", Type.SCRIPT),
    CELLS("cells.js", Type.SCRIPT),
    CHART("chart.js", Type.SCRIPT),
    DIALOG("dialog.js", Type.SCRIPT),
    DOM("dom.js", Type.SCRIPT),
    FILTERS("filters.js", Type.SCRIPT),
    FORMAT("format.js", Type.SCRIPT),
    ITEM("item.js", Type.SCRIPT),
    LANES("lanes.js", Type.SCRIPT),
    LIST("list.js", Type.SCRIPT),
    MAPS("maps.js", Type.SCRIPT),
    ORDERS("orders.js", Type.SCRIPT),
    PAINT("paint.js", Type.SCRIPT),
    POLL("poll.js", Type.SCRIPT),
    SHELL("shell.js", Type.SCRIPT),
    STAGES("stages.js", Type.SCRIPT),
    STATES("states.js", Type.SCRIPT),
    SUBMIT("submit.js", Type.SCRIPT),
    TASKS("tasks.js", Type.SCRIPT),
    TOKEN("token.js", Type.SCRIPT);

    private static final class Type {
        private static final String SCRIPT = "text/javascript";
    }

    private final String file;
    private final String type;

    Asset(String file, String type) {
        this.file = file;
        this.type = type;
    }

    /** The one that is served under a name, if there is one. */
    public static Optional<Asset> named(String name) {
        return Arrays.stream(values()).filter(asset -> asset.file.equals(name)).findFirst();
    }

    String file() {
        return file;
    }

    public String contentType() {
        return type + "; charset=utf-8";
    }

    public String content() {
        try (InputStream stream = Objects.requireNonNull(Asset.class.getResourceAsStream(file), file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InternalException(file + " can not be read", e);
        }
    }
}
